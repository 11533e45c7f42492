package dev.dyno.bench.jmh.spi;

import dev.dyno.bench.peers.lmdb.LmdbProvider;
import dev.dyno.bench.peers.rocksdb.RocksProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.primitive.ObjectDoubleMaps;
import org.eclipse.collections.api.map.primitive.MutableObjectDoubleMap;
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
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The time of an operation through the SPI beside that of a hand-written loop on the peer's own API, with the same
 * items and the same copy and check of each value. {@link #main} takes JMH's own arguments; the ratios go to
 * {@code spi-cost.txt} in the working directory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SpiCost {

    private static final String SPI = "spi";

    @Param({"lmdb", "rocksdb"})
    public String peer;

    @Param({"own", SPI})
    public String path;

    @Param("200000")
    public long items;

    private Path directory;
    private Loop loop;
    private long step;

    /** Loads the items. */
    @Setup
    public void open() throws Exception {
        directory = Files.createTempDirectory("dyno-spi-cost");
        loop = switch (peer + " " + path) {
            case "lmdb own" -> new LmdbLoop(directory);
            case "lmdb spi" -> new SpiLoop(new LmdbProvider(), directory);
            case "rocksdb own" -> new RocksLoop(directory);
            case "rocksdb spi" -> new SpiLoop(new RocksProvider(), directory);
            default -> throw new IllegalArgumentException("unknown: peer=" + peer + ", path=" + path);
        };
        loop.load(items);
    }

    @TearDown
    public void close() throws IOException {
        loop.close();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    private long random() {
        return Long.remainderUnsigned(Loop.mix(++step), items);
    }

    @Benchmark
    public long get() {
        return loop.get(random());
    }

    @Benchmark
    public long put() {
        return loop.put(random());
    }

    /** All 100 items of a partition. */
    @Benchmark
    public long query() {
        return loop.query(random());
    }

    /** Runs it with JMH's own arguments. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException, IOException {
        CommandLineOptions given = new CommandLineOptions(arguments);
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(SpiCost.class.getName());
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        Files.writeString(Path.of("spi-cost.txt"), ratios(results));
    }

    /** One line per peer and operation: nanoseconds by hand, through the SPI, and the second over the first. */
    static String ratios(Collection<RunResult> results) {
        MutableObjectDoubleMap<String> own = ObjectDoubleMaps.mutable.empty();
        MutableObjectDoubleMap<String> spi = ObjectDoubleMaps.mutable.empty();
        for (RunResult result : results) {
            String cell = result.getParams().getParam("peer") + " " + result.getPrimaryResult().getLabel();
            (result.getParams().getParam("path").equals(SPI) ? spi : own)
                    .put(cell, result.getPrimaryResult().getScore());
        }
        StringBuilder text = new StringBuilder();
        own.keysView().toSortedList().forEach(cell -> {
            double nanos = own.get(cell);
            double through = spi.getIfAbsent(cell, Double.NaN);
            text.append(String.format(Locale.ROOT, "%-16s own %9.0f ns  spi %9.0f ns  ratio %.3f%n",
                    cell, nanos, through, through / nanos));
        });
        return text.toString();
    }
}
