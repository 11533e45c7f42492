package dev.dyno.bench.peers.lmdb;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.PeerSnapshot;
import dev.dyno.bench.peers.Source;
import org.agrona.DirectBuffer;
import org.lmdbjava.Txn;

/**
 * A read transaction that several sessions may share. LMDB wants one thread at a time in a transaction, so each call
 * holds this; views stay valid until it closes, because the pages of its version do.
 */
final class LmdbSnapshot extends PeerSnapshot {

    private final long version;
    private final Txn<DirectBuffer> txn;

    LmdbSnapshot(LmdbEngine engine, long sequence, long version, Txn<DirectBuffer> txn) {
        super(engine, sequence);
        this.version = version;
        this.txn = txn;
    }

    Txn<DirectBuffer> txn() {
        return txn;
    }

    /** Whether the table was there: its transaction does not know later databases. */
    boolean knows(LmdbStore store) {
        return store.version <= version;
    }

    @Override
    protected void release() {
        txn.close();
    }

    /** Reads of one table at the snapshot, in one session. */
    static final class At implements Source {

        private final LmdbSession session;
        private final LmdbStore store;
        private final LmdbSnapshot snapshot;

        At(LmdbSession session, LmdbStore store, LmdbSnapshot snapshot) {
            this.session = session;
            this.store = store;
            this.snapshot = snapshot;
        }

        @Override
        public boolean find(ItemView out) {
            synchronized (snapshot) {
                snapshot.check();
                if (!snapshot.knows(store)) {
                    out.clear();
                    return false;
                }
                return LmdbTable.fill(store.database.get(snapshot.txn, session.keyView()), out);
            }
        }

        @Override
        public PeerCursor cursor() {
            return LmdbCursor.at(session, store, snapshot);
        }
    }
}
