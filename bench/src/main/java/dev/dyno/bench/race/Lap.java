package dev.dyno.bench.race;

import dev.dyno.api.Durability;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.workload.Workload;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * One fork: one engine does one workload on one data set once. The fork reads it from a file, because a JVM is started
 * with it and not called.
 *
 * @param stack the layers over the engine
 * @param durability of the writes, and what the engine is opened with
 * @param reopens whether the items are already in the directory; if not, and the workload is no load, the fork writes
 *     them before it measures
 * @param warmUpSeconds how long the JVM is warmed up; by a load, on an engine that is thrown away
 * @param loadSecondsMax a load that takes longer is timed up to here, the rest is written untimed
 * @param options of the engine, by name
 */
record Lap(String engine, LayerStack stack, DataSpec data, Workload workload, int threads, Durability durability,
        boolean reopens, Path directory, long seed, double warmUpSeconds, double loadSecondsMax,
        Map<String, String> options) {

    /** System property of a fork: the file of its lap. */
    static final String PROPERTY = "dyno.lap";
    private static final String OPTION = "option.";

    String title() {
        return engine + (stack.isBare() ? " " : "+" + stack.label() + " ") + data.name() + " " + workload.label()
                + (threads == 1 ? "" : " x" + threads);
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("engine", engine);
        properties.setProperty("capture", stack.capture());
        properties.setProperty("cache", stack.cache());
        properties.setProperty("data", data.name());
        properties.setProperty("items", Long.toString(data.items()));
        properties.setProperty("valueBytes", Integer.toString(data.valueBytes()));
        properties.setProperty("dataFile", data.file().toAbsolutePath().toString());
        properties.setProperty("workload", workload.label());
        properties.setProperty("threads", Integer.toString(threads));
        properties.setProperty("durability", durability.name());
        properties.setProperty("reopens", Boolean.toString(reopens));
        properties.setProperty("directory", directory.toAbsolutePath().toString());
        properties.setProperty("seed", Long.toString(seed));
        properties.setProperty("warmUpSeconds", Double.toString(warmUpSeconds));
        properties.setProperty("loadSecondsMax", Double.toString(loadSecondsMax));
        options.forEach((name, value) -> properties.setProperty(OPTION + name, value));
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    static Lap read(Path file) throws IOException {
        Properties p = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            p.load(in);
        }
        DataSpec data = new DataSpec(p.getProperty("data"), Long.parseLong(p.getProperty("items")),
                Integer.parseInt(p.getProperty("valueBytes")), Path.of(p.getProperty("dataFile")));
        Map<String, String> options = new TreeMap<>();
        for (String name : p.stringPropertyNames()) {
            if (name.startsWith(OPTION)) {
                options.put(name.substring(OPTION.length()), p.getProperty(name));
            }
        }
        LayerStack stack = new LayerStack(p.getProperty("capture"), p.getProperty("cache"));
        return new Lap(p.getProperty("engine"), stack, data, Workload.named(p.getProperty("workload")),
                Integer.parseInt(p.getProperty("threads")), Durability.valueOf(p.getProperty("durability")),
                Boolean.parseBoolean(p.getProperty("reopens")), Path.of(p.getProperty("directory")),
                Long.parseLong(p.getProperty("seed")), Double.parseDouble(p.getProperty("warmUpSeconds")),
                Double.parseDouble(p.getProperty("loadSecondsMax")), options);
    }
}
