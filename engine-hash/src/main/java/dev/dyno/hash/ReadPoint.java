package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.Snapshot;

/** A snapshot, which knows its engine and whether it is closed. Threads: any. */
final class ReadPoint implements Snapshot {

    private final HashEngine engine;
    private final Snapshot registered;
    private final long sequence;
    private volatile boolean closed;

    /** @param registered holds back the reclaiming of what the snapshot sees */
    ReadPoint(HashEngine engine, Snapshot registered) {
        this.engine = engine;
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

    boolean isOf(HashEngine other) {
        return engine == other;
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
