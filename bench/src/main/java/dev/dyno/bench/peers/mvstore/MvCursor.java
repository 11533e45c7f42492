package dev.dyno.bench.peers.mvstore;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.HeapValues;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.Probe;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.RootReference;

/** A walk from one root. MVStore makes a cursor object and one object per level for every seek; ours is kept. */
final class MvCursor extends PeerCursor {

    private final Pool pool;
    private final Probe sought = new Probe();
    private final UnsafeBuffer rawKey = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer found = new UnsafeBuffer(0, 0);
    /** Null for a table younger than the snapshot, and while idle. */
    private RootReference<Object, byte[]> root;
    /** Null for the latest commit. */
    private MvSnapshot snapshot;
    private Cursor<Object, byte[]> cursor;

    private MvCursor(MvSession session, MvStoreTable store, Pool pool) {
        super(session, store, new UnsafeBuffer(new byte[CompositeKey.BYTES_MAX]));
        this.pool = pool;
    }

    MvCursor on(RootReference<Object, byte[]> latest) {
        root = latest;
        snapshot = null;
        return this;
    }

    MvCursor at(MvSnapshot point, RootReference<Object, byte[]> old) {
        root = old;
        snapshot = point;
        return this;
    }

    @Override
    protected void checkSource() {
        if (snapshot != null) {
            snapshot.check();
        }
    }

    @Override
    protected boolean first() {
        return start(null, false);
    }

    @Override
    protected boolean ceiling(UnsafeBuffer to, int length) {
        return start(sought.set(to.byteArray(), length), false);
    }

    @Override
    protected boolean floor(UnsafeBuffer to, int length) {
        return start(sought.set(to.byteArray(), length), true);
    }

    private boolean start(Probe from, boolean reverse) {
        if (root == null) {
            return false;
        }
        cursor = new Cursor<>(root, from, null, reverse);
        return step();
    }

    @Override
    protected boolean forward() {
        return step();
    }

    @Override
    protected boolean backward() {
        return step();
    }

    private boolean step() {
        if (!cursor.hasNext()) {
            return false;
        }
        rawKey.wrap((byte[]) cursor.next());
        return true;
    }

    @Override
    protected DirectBuffer rawKey() {
        return rawKey;
    }

    @Override
    protected void value(ItemView out) {
        HeapValues.show(cursor.getValue(), found, out);
    }

    /** Lets go of the pages. */
    @Override
    protected void free() {
        root = null;
        cursor = null;
        pool.idle.addLast(this);
    }

    /** The cursors of one source that are not in use. */
    static final class Pool {

        private final MvSession session;
        private final MvStoreTable store;
        private final ArrayDeque<MvCursor> idle = new ArrayDeque<>();

        Pool(MvSession session, MvStoreTable store) {
            this.session = session;
            this.store = store;
        }

        MvCursor take() {
            MvCursor cursor = idle.pollLast();
            return cursor == null ? new MvCursor(session, store, this) : cursor;
        }
    }
}
