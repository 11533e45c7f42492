package dev.dyno.bench.jmh.streams;

import dev.dyno.api.CommitListener;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.streams.Streaming;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
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
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The throughput of puts that replace items of 256 bytes, drawn uniformly, with each capture of new and old images.
 * {@code off} is the bare engine; {@code listener} has a commit listener that does nothing, the least that a capture
 * by listener can cost; {@code pair} puts bytes as many as a record's beside each item, in one batch and behind those
 * of the put before, without a look at the old item: the least that an outbox can cost. {@link #main} takes JMH's own
 * arguments; the ratios to {@code off} go to {@code capture-cost.txt} in the working directory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CaptureCost {

    private static final int VALUE_BYTES = 256;
    private static final String OFF = "off";
    private static final String LISTENER = "listener";
    private static final String PAIR = "pair";
    /** Header, keys and images of a record, with what its old image has differently. */
    private static final int RECORD_BYTES = 40 + 16 + 8 + VALUE_BYTES;
    private static final int LOAD_BATCH = 1 << 10;
    private static final double CONFIDENCE = 0.999;

    @Param("btree")
    public String engineName;

    @Param({OFF, LISTENER, "ring", "log", PAIR, "outbox"})
    public String capture;

    /** Of an item, by each put, from the first on: a multiple of 8. */
    @Param("8")
    public int changedBytes = Long.BYTES;

    @Param("PROCESS")
    public Durability durability;

    @Param("500000")
    public int items;

    private final UnsafeBuffer partition = new UnsafeBuffer(new byte[Long.BYTES]);
    private final UnsafeBuffer sort = new UnsafeBuffer(new byte[Long.BYTES]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
    private final UnsafeBuffer number = new UnsafeBuffer(new byte[Long.BYTES]);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[RECORD_BYTES + VALUE_BYTES]);
    private final WriteBatch pair = new WriteBatch();
    private final Key key = new Key();
    private final Key recordKey = new Key();
    private Path directory;
    private FileDisk disk;
    private Engine engine;
    private Session session;
    private Table table;
    private Table[] records = {};
    private long step;

    /** A listener that hears and forgets. */
    private static final class Deaf implements CommitListener {
        @Override
        public long recoverFrom() {
            return Long.MAX_VALUE;
        }

        @Override
        public void onRecovered(long sequence) {
            // it keeps nothing
        }

        @Override
        public void onChange(long sequence, int index, TableSpec spec, Kind kind, Key changed,
                ItemView oldItem, ItemView newItem) {
            // it keeps nothing
        }

        @Override
        public void onCommit(long sequence) {
            // it keeps nothing
        }

        @Override
        public void onDurable(long sequence) {
            // it keeps nothing
        }

        @Override
        public void sync(long sequence) {
            // it keeps nothing
        }
    }

    /** Loads the items. */
    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory("dyno-capture-cost");
        disk = FileDisk.at(directory);
        EngineConfig config = EngineConfig.on(disk).withDurability(durability);
        EngineProvider below = Engines.named(engineName);
        engine = switch (capture) {
            case OFF, PAIR -> below.open(config);
            case LISTENER -> below.open(config.withListener(new Deaf()));
            default -> Streaming.over(below, StreamOptions.of(CaptureKind.valueOf(capture.toUpperCase(Locale.ROOT)))
                    .withEveryTable(ViewType.NEW_AND_OLD_IMAGES)).open(config);
        };
        engine.createTable(TableSpec.sorted("t"));
        session = engine.openSession();
        table = session.table("t");
        if (capture.equals(PAIR)) {
            engine.createTable(TableSpec.sorted("records"));
            records = new Table[] {session.table("records")};
        }
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < items; i++) {
            batch.put(table, key(i), value, 0, VALUE_BYTES, WriteOptions.DEFAULT);
            if (batch.size() == LOAD_BATCH || i == items - 1) {
                session.commit(batch, Durability.ENGINE);
                batch.clear();
            }
        }
    }

    private Key key(long item) {
        partition.putLong(0, item >>> 4);
        sort.putLong(0, item & 15);
        return key.wrap(partition, 0, Long.BYTES, sort, 0, Long.BYTES);
    }

    /** Every value is new: a put of the same bytes makes no record. */
    @Benchmark
    public long put() {
        step++;
        for (int i = 0; i < changedBytes; i += Long.BYTES) {
            value.putLong(i, step + i);
        }
        Key item = key(Long.remainderUnsigned(step * 0x9e3779b97f4a7c15L >>> 7, items));
        long outcome = records.length == 0 ? table.put(item, value, 0, VALUE_BYTES) : putPair(item);
        if (!Outcome.committed(outcome)) {
            throw new IllegalStateException("put was not committed: outcome=" + Outcome.describe(outcome));
        }
        return outcome;
    }

    private long putPair(Key item) {
        number.putLong(0, step, ByteOrder.BIG_ENDIAN);
        recordKey.wrap(number, 0, 1, number, 0, Long.BYTES);
        pair.clear();
        pair.put(table, item, value, 0, VALUE_BYTES, WriteOptions.DEFAULT);
        pair.put(records[0], recordKey, record, 0, RECORD_BYTES - Long.BYTES + changedBytes, WriteOptions.DEFAULT);
        return session.commit(pair, Durability.ENGINE);
    }

    @TearDown
    public void close() throws IOException {
        session.close();
        engine.close();
        disk.close();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    /** Runs it with JMH's own arguments. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException, IOException {
        CommandLineOptions given = new CommandLineOptions(arguments);
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(CaptureCost.class.getName());
        }
        Files.writeString(Path.of("capture-cost.txt"), ratios(new Runner(options.build()).run()));
    }

    /** One line per engine, durability and capture: operations a second with their 99.9 % interval, and the ratio. */
    static String ratios(Collection<RunResult> results) {
        Map<String, Result<?>> byCell = new TreeMap<>();
        for (RunResult result : results) {
            byCell.put(result.getParams().getParam("engineName") + " " + result.getParams().getParam("durability")
                    + " " + result.getParams().getParam("capture"), result.getPrimaryResult());
        }
        StringBuilder text = new StringBuilder();
        byCell.forEach((cell, result) -> {
            Result<?> off = byCell.getOrDefault(cell.substring(0, cell.lastIndexOf(' ') + 1) + OFF, result);
            double[] of = off.getStatistics().getConfidenceIntervalAt(CONFIDENCE);
            double[] own = result.getStatistics().getConfidenceIntervalAt(CONFIDENCE);
            text.append(String.format(Locale.ROOT, "%-28s %,12.0f/s  %,12.0f to %,12.0f  ratio %.3f  %.3f to %.3f%n",
                    cell, result.getScore(), own[0], own[1], result.getScore() / off.getScore(), own[0] / of[1],
                    own[1] / of[0]));
        });
        return text.toString();
    }
}
