package dev.dyno.log;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Limits;
import dev.dyno.api.Shape;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.Verification.Violation;
import dev.dyno.core.engine.AbstractSession;
import dev.dyno.core.engine.LoggedEngine;
import dev.dyno.core.log.LogOptions;
import dev.dyno.log.LogIndex.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The engine: engine-core's log and commit step over a {@link LogIndex}. Threads: any. */
final class LogEngine extends LoggedEngine {

    // tutorial: engine
    private final LogIndex index = new LogIndex();

    LogEngine(EngineConfig config) {
        super(LogEngineProvider.NAME, LogEngineProvider.CAPABILITIES, Limits.FULL, config);
    }

    void start(LogOptions options) {
        start(options, index, 0);
    }

    @Override
    protected AbstractSession newSession() {
        return new LogSession(this);
    }

    @Override
    protected void release() {
        // the index is on the heap, and the log is engine-core's
    }

    /** The log is all there is: a checkpoint can make it durable, not shorter. */
    @Override
    public void checkpoint() {
        sync();
    }
    // tutorial: end

    LogIndex index() {
        return index;
    }

    @Override
    public EngineStats stats() {
        EngineStats stats = super.stats();
        long items = 0;
        long bytes = 0;
        for (TableSpec table : tables()) {
            for (Map.Entry<ItemKey, Location> item : index.items(table).entrySet()) {
                items++;
                bytes += item.getKey().bytes() + item.getValue().length();
            }
        }
        return stats.with(Counter.LIVE_ITEMS, items).with(Counter.LIVE_BYTES, bytes)
                .with(Counter.STORAGE_BYTES_WRITTEN, 0).with(Counter.FILE_BYTES, fileBytes());
    }

    // tutorial: verify
    @Override
    public Verification verify() {
        long committed = committedSequence();
        List<Violation> violations = new ArrayList<>();
        long items = 0;
        for (TableSpec table : tables()) {
            for (Map.Entry<ItemKey, Location> item : index.items(table).entrySet()) {
                items++;
                if (item.getValue().sequence() > committed) {
                    committed = settledSequence(); // writers go on meanwhile
                }
                if (item.getValue().sequence() > committed) {
                    violations.add(new Violation("I1", table.name() + " " + item.getKey(),
                            "sequence=" + item.getValue().sequence() + ", committed=" + committed));
                }
            }
        }
        return new Verification(
                List.of(String.format(Locale.ROOT, "I1 locations name commits that happened (%,d items)", items)),
                violations);
    }
    // tutorial: end

    /** The last commit, at a moment when none is half applied. */
    private long settledSequence() {
        long[] sequence = new long[1];
        committer().exclusively(() -> sequence[0] = committedSequence());
        return sequence[0];
    }

    @Override
    public Shape describe() {
        List<Shape> tables = new ArrayList<>();
        for (TableSpec table : tables()) {
            tables.add(Shape.leaf("table", table.name(), Map.of("items", index.items(table).size())));
        }
        return new Shape("engine", name(), Map.of("fileBytes", fileBytes(), "tables", tables.size()), tables);
    }

    private long fileBytes() {
        long[] bytes = new long[1];
        committer().exclusively(() -> bytes[0] = log().fileBytes());
        return bytes[0];
    }
}
