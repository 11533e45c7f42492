package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.Snapshot;

/** A snapshot, which knows its engine and whether it is closed. Threads: any. */
final class ReadPoint implements Snapshot {

    private final HashEngine engine;
    private final Snapshot registered;
    /** Those there were: a table made later has the sequence of the last commit before it, which may be this one. */
    private final TableIndex[] tables;
    private final long sequence;
    private volatile boolean closed;

    /** @param registered holds back the reclaiming of what the snapshot sees */
    ReadPoint(HashEngine engine, Snapshot registered, TableIndex[] tables) {
        this.engine = engine;
        this.tables = tables;
        this.registered = registered;
        sequence = registered.sequence();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    /** Where a read stands. @param point null for the newest state */
    static long sequence(ReadPoint point) {
        return point == null ? ItemReader.LATEST : point.sequence;
    }

    /** @throws EngineException.Closed if it is closed */
    void check() {
        if (closed) {
            throw new EngineException.Closed("snapshot at " + sequence);
        }
    }

    /** @throws EngineException.NoSuchTable if the table was made later */
    void check(TableIndex table) {
        check();
        int id = table.table.id();
        if (id >= tables.length || tables[id] != table) {
            throw new EngineException.NoSuchTable(table.table.name(), " (made behind the snapshot), id=" + id);
        }
    }

    boolean isOf(HashEngine other) {
        return engine == other;
    }

    @Override
    public void close() {
        closed = true; // before anything may be let go of
        registered.close();
    }

    @Override
    public String toString() {
        return "snapshot at " + sequence;
    }
}
