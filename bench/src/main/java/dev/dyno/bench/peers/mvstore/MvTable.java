package dev.dyno.bench.peers.mvstore;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.HeapValues;
import dev.dyno.bench.peers.LockedTable;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.PeerSnapshot;
import dev.dyno.bench.peers.Source;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.h2.mvstore.MVStoreException;

/** Writes of one map. */
final class MvTable extends LockedTable {

    private final MvSession session;
    private final MvStoreTable store;
    private final UnsafeBuffer found = new UnsafeBuffer(0, 0);

    MvTable(MvSession session, MvStoreTable store) {
        super(session, store, new Latest(session, store));
        this.session = session;
        this.store = store;
    }

    @Override
    protected boolean findForWrite(ItemView out) {
        return HeapValues.show(store.map.get(session.probe()), found, out);
    }

    @Override
    protected void insert(DirectBuffer value, int offset, int length) {
        try {
            store.map.put(session.probe().toBytes(), HeapValues.copy(value, offset, length));
        } catch (MVStoreException e) {
            throw MvEngine.failed("put", e);
        }
    }

    @Override
    protected boolean erase() {
        try {
            return store.map.remove(session.probe()) != null;
        } catch (MVStoreException e) {
            throw MvEngine.failed("delete", e);
        }
    }

    @Override
    protected Source sourceAt(PeerSnapshot snapshot) {
        return new MvSnapshot.At(session, store, (MvSnapshot) snapshot);
    }

    /** Reads of the latest root. */
    private static final class Latest implements Source {

        private final MvSession session;
        private final MvStoreTable store;
        private final UnsafeBuffer found = new UnsafeBuffer(0, 0);
        private final MvCursor.Pool cursors;

        Latest(MvSession session, MvStoreTable store) {
            this.session = session;
            this.store = store;
            this.cursors = new MvCursor.Pool(session, store);
        }

        @Override
        public boolean find(ItemView out) {
            return HeapValues.show(store.map.get(session.probe()), found, out);
        }

        @Override
        public PeerCursor cursor() {
            return cursors.take().on(store.map.flushAndGetRoot());
        }
    }
}
