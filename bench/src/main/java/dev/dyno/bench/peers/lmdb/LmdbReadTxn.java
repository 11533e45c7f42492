package dev.dyno.bench.peers.lmdb;

import org.agrona.DirectBuffer;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/** A read transaction that is renewed instead of made anew. Confined to its session. */
final class LmdbReadTxn {

    private static final long RESTING = -1;

    private final LmdbEngine engine;
    private final Txn<DirectBuffer> txn;
    /** The engine's version when it was last renewed, or {@link #RESTING}. */
    private long version = RESTING;

    LmdbReadTxn(LmdbEngine engine) {
        this.engine = engine;
        try {
            this.txn = engine.env().txnRead();
        } catch (LmdbException e) {
            throw LmdbEngine.failed("read", e);
        }
        txn.reset();
    }

    Txn<DirectBuffer> txn() {
        return txn;
    }

    /**
     * Sees all that was acknowledged before the call: the version is read before the transaction is renewed, so the
     * transaction may see more than it says, never less.
     *
     * @return whether it was renewed: cursors on it must be, too
     */
    boolean refresh() {
        long now = engine.version();
        if (version == now) {
            return false;
        }
        rest();
        txn.renew();
        version = now;
        return true;
    }

    /** Holds back no version of the data until the next {@link #refresh}. */
    void rest() {
        if (version != RESTING) {
            txn.reset();
            version = RESTING;
        }
    }

    void close() {
        txn.close();
    }
}
