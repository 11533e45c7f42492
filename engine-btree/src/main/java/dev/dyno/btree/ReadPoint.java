package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.Snapshot;

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
    private volatile boolean closed;

    private ReadPoint() {
        owner = this;
        registered = this;
        sequence = Long.MAX_VALUE;
    }

    /** @param registered holds back the reclaiming of what the snapshot sees */
    ReadPoint(Object owner, Snapshot registered) {
        this.owner = owner;
        this.registered = registered;
        sequence = registered.sequence();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    /** @throws EngineException.Closed if it is closed */
    void check() {
        if (closed) {
            throw new EngineException.Closed("snapshot at " + sequence);
        }
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
