package dev.dyno.streams;

import dev.dyno.api.Capability;
import dev.dyno.api.CommitListener;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Option;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import dev.dyno.kit.PassingOn;
import dev.dyno.log.LogEngineProvider;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** A streaming engine over the log engine with one table, {@code t}, on a disk, a clock and memory that are watched. */
final class StreamFixture implements AutoCloseable {

    private final EngineProvider provider;
    private final FaultyDisk disk = new FaultyDisk(1);
    private final ManualClock clock = new ManualClock(1_000_000_000_000L);
    private final GuardedMemory memory = new GuardedMemory();
    private StreamingEngine engine;
    private long forgotten;
    private Session session;
    private Table table;

    StreamFixture(StreamOptions options) {
        provider = Streaming.over(new Forgetful(), options);
        open();
        engine.createTable(TableSpec.sorted("t"));
        openTable();
    }

    private void open() {
        engine = (StreamingEngine) provider.open(config());
    }

    /** From now on a replay begins behind this commit, as behind a checkpoint that let the log forget. */
    void forgetTo(long sequence) {
        forgotten = sequence;
    }

    /** The log engine, whose log keeps everything, as if it did not. */
    private final class Forgetful implements EngineProvider {
        private final EngineProvider log = new LogEngineProvider();

        @Override
        public String name() {
            return log.name();
        }

        @Override
        public String summary() {
            return log.summary();
        }

        @Override
        public Set<Capability> capabilities() {
            return log.capabilities();
        }

        @Override
        public List<Option<?>> options() {
            return log.options();
        }

        @Override
        public Engine open(EngineConfig config) {
            return log.open(forgetting(config));
        }
    }

    private EngineConfig forgetting(EngineConfig config) {
        List<CommitListener> listeners = config.listeners().stream().<CommitListener>map(each -> new PassingOn(each) {
            @Override
            public void onChange(long sequence, int index, TableSpec of, Kind kind, Key key, ItemView oldItem,
                    ItemView newItem) {
                if (sequence > forgotten) {
                    super.onChange(sequence, index, of, kind, key, oldItem, newItem);
                }
            }
        }).toList();
        return new EngineConfig(config.disk(), config.clock(), config.work(), config.memory(), config.events(),
                config.durability(), config.options(), listeners);
    }

    private EngineConfig config() {
        return EngineConfig.on(disk).withClock(clock).withMemory(memory).withWork(new SeededWork(1));
    }

    private void openTable() {
        session = engine.openSession();
        table = session.table("t");
    }

    void reopen() {
        session.close();
        engine.close();
        open();
        openTable();
    }

    /** Closes, lets the engine below be written to without streams, and opens again. */
    void reopenAfter(Consumer<Engine> alone) {
        session.close();
        engine.close();
        try (Engine below = new LogEngineProvider().open(config())) {
            alone.accept(below);
        }
        open();
        openTable();
    }

    StreamingEngine engine() {
        return engine;
    }

    Session session() {
        return session;
    }

    Table table() {
        return table;
    }

    ManualClock clock() {
        return clock;
    }

    FaultyDisk disk() {
        return disk;
    }

    static UnsafeBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    long put(String key, String value) {
        return put(key, value, WriteOptions.DEFAULT);
    }

    long put(String key, String value, WriteOptions options) {
        return table.put(Key.of(key, ""), bytes(value), 0, value.length(), options);
    }

    long delete(String key) {
        return table.delete(Key.of(key, ""));
    }

    /** The open shard of the latest stream that a key's records go to. */
    long shardOf(String key) {
        int slot = ShardDescription.slot(Key.of(key, "").partitionHash());
        for (ShardDescription shard : engine.streams().getLast().shards()) {
            if (!shard.closed() && slot >= shard.firstSlot() && slot <= shard.lastSlot()) {
                return shard.number();
            }
        }
        throw new AssertionError("no open shard has slot " + slot);
    }

    /** Every record that can be read, streams and parents first. */
    void forEach(BiConsumer<StreamDescription, ChangeView> action) {
        try (StreamReader reader = engine.openReader()) {
            RecordPage page = new RecordPage(3, 1 << 20);
            for (StreamDescription stream : engine.streams()) {
                for (ShardDescription shard : stream.shards()) {
                    ShardIterator at = reader.iterator(stream.id(), shard.number(), IteratorKind.TRIM_HORIZON);
                    reader.read(at, page);
                    while (page.size() > 0) {
                        for (int i = 0; i < page.size(); i++) {
                            action.accept(stream, page.get(i, new ChangeView()));
                        }
                        if (page.isAtEnd()) {
                            break;
                        }
                        reader.read(page.next(), page);
                    }
                }
            }
        }
    }

    /** All records as lines, grouped by key, each key's in the order read. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        forEach((stream, view) -> lines.add(StreamLines.line(view)));
        lines.sort((a, b) -> a.substring(0, a.indexOf(' ')).compareTo(b.substring(0, b.indexOf(' '))));
        return lines;
    }

    @Override
    public void close() {
        session.close();
        engine.close();
        memory.close();
        disk.close();
    }
}
