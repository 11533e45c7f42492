package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.Snapshot;
import dev.dyno.api.TableSpec;

/**
 * What a read sees: the newest state, or a snapshot's. Threads: any. A snapshot's pages may be used again as soon as it
 * is closed: who reads at one checks it once more behind the read.
 */
final class ReadPoint implements Snapshot {

    /** The newest state; never closed. */
    static final ReadPoint LATEST = new ReadPoint();

    private final Object owner;
    private final Snapshot registered;
    private final long sequence;
    private final int highestTableId;
    private final long ordinal;
    private volatile boolean closed;

    private ReadPoint() {
        owner = this;
        registered = this;
        sequence = Long.MAX_VALUE;
        highestTableId = Integer.MAX_VALUE;
        ordinal = Long.MAX_VALUE;
    }

    /**
     * @param registered holds back the reclaiming of what the snapshot sees
     * @param highestTableId given when it was opened: making a table has no sequence
     * @param ordinal of the snapshots of its engine, from 1: tells which tables were dropped before it was opened
     */
    ReadPoint(Object owner, Snapshot registered, int highestTableId, long ordinal) {
        this.ordinal = ordinal;
        this.owner = owner;
        this.registered = registered;
        sequence = registered.sequence();
        this.highestTableId = highestTableId;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    long ordinal() {
        return ordinal;
    }

    /** @throws EngineException.Closed if it is closed */
    void check() {
        if (closed) {
            throw new EngineException.Closed("snapshot at " + sequence);
        }
    }

    /** Whether a table was made before it. */
    boolean knows(TableSpec table) {
        return table.id() <= highestTableId;
    }

    boolean isOf(Object engine) {
        return owner == engine;
    }

    @Override
    public void close() {
        closed = true;
        registered.close();
    }

    @Override
    public String toString() {
        return "snapshot at " + sequence;
    }
}
