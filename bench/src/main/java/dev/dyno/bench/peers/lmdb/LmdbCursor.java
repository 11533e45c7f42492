package dev.dyno.bench.peers.lmdb;

import dev.dyno.api.Bytes;
import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.PeerCursor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.SeekOp;

/** A cursor of LMDB, on a transaction of its own or on a snapshot's. */
final class LmdbCursor extends PeerCursor {

    private final UnsafeBuffer sought = new UnsafeBuffer(0, 0);
    private final LmdbStore store;
    private final ArrayDeque<LmdbCursor> idle;
    /** Of a cursor of the latest commit, else null. */
    private final LmdbReadTxn own;
    /** Of a cursor at a snapshot, else null. */
    private final LmdbSnapshot snapshot;
    /** Null until first used. */
    private Cursor<DirectBuffer> cursor;
    private boolean inUse;

    private LmdbCursor(LmdbSession session, LmdbStore store, ArrayDeque<LmdbCursor> idle, LmdbReadTxn own,
            LmdbSnapshot snapshot) {
        super(session, store, new UnsafeBuffer(ByteBuffer.allocateDirect(CompositeKey.BYTES_MAX)));
        this.store = store;
        this.idle = idle;
        this.own = own;
        this.snapshot = snapshot;
        this.inUse = true;
    }

    static LmdbCursor latest(LmdbSession session, LmdbStore store, ArrayDeque<LmdbCursor> idle) {
        LmdbCursor cursor = new LmdbCursor(session, store, idle, new LmdbReadTxn(session.lmdb()), null);
        session.made(cursor);
        return cursor;
    }

    static LmdbCursor at(LmdbSession session, LmdbStore store, LmdbSnapshot snapshot) {
        LmdbCursor cursor = new LmdbCursor(session, store, new ArrayDeque<>(), null, snapshot);
        session.made(cursor);
        return cursor;
    }

    /** Before each query of the latest commit. */
    void refresh() {
        inUse = true;
        boolean renewed = own.refresh();
        if (cursor == null) {
            cursor = store.database.openCursor(own.txn());
        } else if (renewed) {
            cursor.renew(own.txn());
        }
    }

    @Override
    protected void checkSource() {
        if (snapshot != null) {
            snapshot.check();
        }
    }

    @Override
    protected boolean first() {
        return move(SeekOp.MDB_FIRST);
    }

    @Override
    protected boolean forward() {
        return move(SeekOp.MDB_NEXT);
    }

    @Override
    protected boolean backward() {
        return move(SeekOp.MDB_PREV);
    }

    private boolean move(SeekOp operation) {
        if (snapshot == null) {
            return cursor.seek(operation);
        }
        synchronized (snapshot) {
            return opened() && cursor.seek(operation);
        }
    }

    @Override
    protected boolean ceiling(UnsafeBuffer to, int length) {
        sought.wrap(to.addressOffset(), length);
        if (snapshot == null) {
            return cursor.get(sought, GetOp.MDB_SET_RANGE);
        }
        synchronized (snapshot) {
            return opened() && cursor.get(sought, GetOp.MDB_SET_RANGE);
        }
    }

    @Override
    protected boolean floor(UnsafeBuffer to, int length) {
        if (!ceiling(to, length)) {
            return move(SeekOp.MDB_LAST);
        }
        DirectBuffer found = rawKey();
        return Bytes.equal(found, 0, found.capacity(), to, 0, length) || backward();
    }

    /** @return false if the table is younger than the snapshot. Called holding the snapshot. */
    private boolean opened() {
        snapshot.check();
        if (cursor == null && snapshot.knows(store)) {
            cursor = store.database.openCursor(snapshot.txn());
        }
        return cursor != null;
    }

    @Override
    protected DirectBuffer rawKey() {
        return cursor.key();
    }

    @Override
    protected void value(ItemView out) {
        LmdbTable.fill(cursor.val(), out);
    }

    @Override
    protected void free() {
        inUse = false;
        idle.addLast(this);
    }

    /** An idle cursor of the latest commit holds back a version only until its session writes. */
    void restIfIdle() {
        if (own != null && !inUse) {
            own.rest();
        }
    }

    /** Before or after the transaction of a snapshot: LMDB allows both for cursors of readers. */
    void destroy() {
        if (cursor != null) {
            cursor.close();
        }
        if (own != null) {
            own.close();
        }
    }
}
