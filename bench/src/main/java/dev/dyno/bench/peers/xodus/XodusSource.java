package dev.dyno.bench.peers.xodus;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.Source;
import jetbrains.exodus.env.Transaction;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads of one table in one session. */
abstract class XodusSource implements Source {

    private final XodusSession session;
    private final XodusStore store;
    private final UnsafeBuffer found = new UnsafeBuffer(0, 0);

    XodusSource(XodusSession session, XodusStore store) {
        this.session = session;
        this.store = store;
    }

    /** A transaction of the point to read at. */
    abstract Transaction transaction();

    @Override
    public final boolean find(ItemView out) {
        return XodusTable.fill(store.store.get(transaction(), session.sought()), found, out);
    }

    /** Of the latest commit. */
    static final class Latest extends XodusSource {

        private final XodusSession session;
        private final XodusStore store;

        Latest(XodusSession session, XodusStore store) {
            super(session, store);
            this.session = session;
            this.store = store;
        }

        @Override
        Transaction transaction() {
            return session.latest();
        }

        @Override
        public PeerCursor cursor() {
            return XodusCursor.latest(session, store);
        }
    }

    /** At a snapshot. */
    static final class At extends XodusSource {

        private final XodusSession session;
        private final XodusStore store;
        private final XodusSnapshot snapshot;

        At(XodusSession session, XodusStore store, XodusSnapshot snapshot) {
            super(session, store);
            this.session = session;
            this.store = store;
            this.snapshot = snapshot;
        }

        @Override
        Transaction transaction() {
            snapshot.check();
            return snapshot.transaction();
        }

        @Override
        public PeerCursor cursor() {
            snapshot.check();
            return XodusCursor.at(session, store, snapshot);
        }
    }
}
