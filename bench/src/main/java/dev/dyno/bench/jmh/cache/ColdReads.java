package dev.dyno.bench.jmh.cache;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.Layers;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.data.Dataset;
import dev.dyno.bench.data.SplitMix;
import dev.dyno.bench.workload.Lane;
import dev.dyno.bench.workload.Load;
import dev.dyno.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What does a hit of the cache save where the engine must go to disk? Loads items, has the system forget the files'
 * pages, and reads items through a cache over the engine: the first time each is a miss that the disk answers, then a
 * hit. Every answer is checked; how many bytes came from storage says whether the disk was asked.
 *
 * <p>{@code ColdReads DIR ENGINE ITEMS [option=value …]} writes {@code DIR/cold-reads.txt}. The options leave the
 * engine less memory than it has items, such as {@code memory-bytes=8MiB}. Pages are forgotten by
 * {@code dd iflag=nocache}, so on Linux only.
 */
public final class ColdReads {

    private static final int READS = 2_000;
    private static final int PASSES = 20;
    private static final int WARM_UP_READS = 20_000;
    private static final long SEED = 7;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final String READ_BYTES = "read_bytes: ";

    private ColdReads() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 3) {
            throw new IllegalArgumentException("needs a folder, an engine and a number of items: arguments="
                    + Arrays.toString(arguments));
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]).resolve("cold-reads"));
        EngineConfig config = EngineConfig.at(folder).withDurability(Durability.PROCESS);
        for (String option : Arrays.asList(arguments).subList(3, arguments.length)) {
            int equals = option.indexOf('=');
            config = config.withOption(option.substring(0, equals), option.substring(equals + 1));
        }
        EngineProvider bare = Engines.named(arguments[1]);
        try (Dataset data = new DataSpec(DataSpec.YCSB, Long.parseLong(arguments[2]), 100, folder).open()) {
            load(bare, config, data);
            forgetPages(folder);
            EngineProvider cached = Layers.over(bare, List.of("cache"));
            try (Engine engine = cached.open(config.withOption("cache-bytes", "64MiB"));
                    Lane lane = new Lane(data, engine.openSession(), Durability.PROCESS, 0, 1, SEED)) {
                Files.writeString(Path.of(arguments[0]).resolve("cold-reads.txt"),
                        measure(lane, data.items(), folder));
            }
        } finally {
            config.work().close();
            config.disk().close();
            remove(folder);
        }
    }

    private static void load(EngineProvider provider, EngineConfig config, Dataset data) {
        try (Engine engine = provider.open(config)) {
            engine.createTable(TableSpec.sorted(Lane.TABLE));
            try (Lane lane = new Lane(data, engine.openSession(), Durability.PROCESS, 0, 1, SEED)) {
                Load load = Workload.LOAD_BATCH.newLoad(lane);
                while (load.remaining() > 0) {
                    load.run();
                }
            }
            engine.checkpoint();
        }
    }

    private static String measure(Lane lane, long items, Path folder) throws IOException, InterruptedException {
        SplitMix random = new SplitMix(SEED);
        for (int i = 0; i < WARM_UP_READS; i++) {
            lane.read(random.next(items / 2));
        }
        forgetPages(folder);
        long[] wanted = new long[READS];
        for (int i = 0; i < READS; i++) {
            wanted[i] = items / 2 + random.next(items - items / 2);
        }
        long before = storageBytesRead();
        double[] cold = micros(lane, Arrays.stream(wanted).distinct().toArray());
        long fromStorage = storageBytesRead() - before;
        double[] hits = {};
        for (int pass = 0; pass < PASSES; pass++) {
            hits = micros(lane, wanted);
        }
        return String.format(Locale.ROOT, """
                first read   mean %.2f µs, median %.2f µs, %d bytes from storage a read
                cache hit    mean %.2f µs, median %.2f µs
                ratio        mean %.0f, median %.0f
                """, mean(cold), median(cold), fromStorage / cold.length, mean(hits), median(hits),
                mean(cold) / mean(hits), median(cold) / median(hits));
    }

    private static double[] micros(Lane lane, long[] wanted) {
        double[] micros = new double[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            long start = System.nanoTime();
            lane.read(wanted[i]);
            micros[i] = (System.nanoTime() - start) / NANOS_PER_MICRO;
        }
        return micros;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long storageBytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream().filter(line -> line.startsWith(READ_BYTES))
                .mapToLong(line -> Long.parseLong(line.substring(READ_BYTES.length()))).findFirst().orElseThrow();
    }

    /** Only pages that are on storage can be forgotten. */
    private static void forgetPages(Path folder) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            new ProcessBuilder("sync", file.toString()).start().waitFor();
            int code = new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none").start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("pages of a file were not forgotten: file=" + file + ", exit=" + code);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
