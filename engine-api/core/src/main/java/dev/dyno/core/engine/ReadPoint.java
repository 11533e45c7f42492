package dev.dyno.core.engine;

import dev.dyno.api.EngineException;
import dev.dyno.api.Snapshot;
import dev.dyno.api.TableSpec;

/**
 * What a read sees: the newest state, or a snapshot's. Threads: any. What a snapshot sees may be gone as soon
 * as it is closed: who reads at one checks it once more behind the read, or holds what it reads in.
 */
public final class ReadPoint implements Snapshot {

    /** The newest state; never closed. */
    public static final ReadPoint LATEST = new ReadPoint();

    private final Object owner;
    private final Snapshot registered;
    private final long sequence;
    private final int highestTableId;
    private volatile boolean closed;

    private ReadPoint() {
        owner = this;
        registered = this;
        sequence = Long.MAX_VALUE;
        highestTableId = Integer.MAX_VALUE;
    }

    /**
     * @param owner the engine
     * @param registered holds back the reclaiming of what the snapshot sees
     * @param highestTableId given when it was opened: making a table has no sequence
     */
    public ReadPoint(Object owner, Snapshot registered, int highestTableId) {
        this.owner = owner;
        this.registered = registered;
        sequence = registered.sequence();
        this.highestTableId = highestTableId;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    /** @throws EngineException.Closed if it is closed */
    public void check() {
        if (closed) {
            throw new EngineException.Closed("snapshot at " + sequence);
        }
    }

    /** @throws EngineException.NoSuchTable if a table was made after it */
    public void check(TableSpec table) {
        if (table.id() > highestTableId) {
            throw new EngineException.NoSuchTable(table.name(), " (made after " + this + "), id=" + table.id());
        }
    }

    /** Whether the snapshot is of this engine. */
    public boolean isOf(Object engine) {
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
