package dev.dyno.bench.peers;

import dev.dyno.api.TableSpec;

/**
 * One table of an open peer, shared by all sessions. Subclasses hold what the peer calls it: a column family, a
 * database, a map.
 */
public abstract class PeerStore {

    private final TableSpec spec;
    /** Written by the dropping thread before the peer's own drop, read by every operation. */
    private volatile boolean dropped;

    protected PeerStore(TableSpec spec) {
        this.spec = spec;
    }

    public final TableSpec spec() {
        return spec;
    }

    final boolean dropped() {
        return dropped;
    }

    final void drop() {
        dropped = true;
    }
}
