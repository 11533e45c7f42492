package dev.dyno.bench.peers;

import dev.dyno.api.EngineException;
import dev.dyno.api.Snapshot;
import dev.dyno.api.TableSpec;

/** A read point of a peer. Its engine stays open as long as it does. */
public abstract class PeerSnapshot implements Snapshot {

    private final PeerEngine<?> engine;
    private final long sequence;
    private final int highestTable;
    private volatile boolean closed;

    protected PeerSnapshot(PeerEngine<?> engine, long sequence) {
        this.engine = engine;
        this.sequence = sequence;
        int highest = 0;
        for (PeerStore store : engine.stores()) {
            highest = Math.max(highest, store.spec().id());
        }
        highestTable = highest;
    }

    @Override
    public final long sequence() {
        return sequence;
    }

    /** @throws EngineException.Closed if it is */
    public final void check() {
        if (closed) {
            throw new EngineException.Closed(toString());
        }
    }

    /** @throws EngineException.NoSuchTable if the table was made after it */
    final void check(TableSpec table) {
        check();
        if (table.id() > highestTable) {
            throw new EngineException.NoSuchTable(table.name(), " (made after " + this + "), id=" + table.id());
        }
    }

    final boolean of(PeerEngine<?> other) {
        return engine == other;
    }

    @Override
    public final synchronized void close() {
        if (!closed) {
            closed = true;
            release();
            engine.released(this);
        }
    }

    /** Gives back what the peer keeps for it: called once, holding this. */
    protected abstract void release();

    @Override
    public final String toString() {
        return "snapshot " + sequence;
    }
}
