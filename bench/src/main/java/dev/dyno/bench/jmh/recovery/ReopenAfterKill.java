package dev.dyno.bench.jmh.recovery;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Engines;
import dev.dyno.api.ItemView;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The wall time of the first open of a process, behind a SIGKILL of another one that left so much log. The files are in
 * the system's cache, as they are when a process dies and the machine does not. Afterwards every acknowledged commit is
 * counted, and some items are read. {@link #main} takes JMH's own arguments: {@code -p engineName=lsm -p option=}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class ReopenAfterKill {

    private static final int READ_EVERY = 997;
    private static final int POLL_MILLIS = 10;

    @Param("btree")
    public String engineName;

    @Param("256")
    public int logMebibytes;

    /** One of the engine's, {@code name=value}, or none: by default no checkpoint makes the log shorter. */
    @Param("checkpoint-bytes=1TiB")
    public String option;

    private Path directory;
    private EngineConfig config;
    private Engine engine;
    private long puts;

    @Setup
    public void loadAndKill() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("dyno-reopen");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-XX:CompileCommand")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LogLoad.class.getName(), engineName,
                directory.toString(), Long.toString((long) logMebibytes << 20)));
        if (!option.isEmpty()) {
            command.add(option);
        }
        puts = loadUntilKilled(command);
        int equals = option.indexOf('=');
        config = EngineConfig.at(directory.resolve(LogLoad.DATA)).withOptions(
                equals < 0 ? Map.of() : Map.of(option.substring(0, equals), option.substring(equals + 1)));
    }

    /** @return how many commits were acknowledged */
    private long loadUntilKilled(List<String> command) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command).inheritIO().start();
        Path loaded = directory.resolve(LogLoad.LOADED);
        try {
            while (!Files.exists(loaded)) {
                if (child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("the process that loads has ended by itself: command=" + command);
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return Long.parseLong(Files.readString(loaded));
    }

    @Benchmark
    public Engine open() {
        engine = Engines.named(engineName).open(config);
        return engine;
    }

    @TearDown
    public void check() throws IOException {
        if (engine.committedSequence() != puts) {
            throw new IllegalStateException("acknowledged commits are missing: commits=" + engine.committedSequence()
                    + ", acknowledged=" + puts);
        }
        LogLoad items = new LogLoad();
        ItemView view = new ItemView();
        try (Session session = engine.openSession()) {
            Table table = session.table(LogLoad.TABLE);
            for (long i = 0; i < puts; i += READ_EVERY) {
                if (!table.get(items.key(i), view) || view.value().getLong(0) < i) {
                    throw new IllegalStateException("an acknowledged item is missing: put=" + i + " of " + puts);
                }
            }
        }
        engine.close();
        config.work().close();
        config.disk().close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Runs it with JMH's own arguments. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(arguments);
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(ReopenAfterKill.class.getName());
        }
        new Runner(options.build()).run();
    }
}
