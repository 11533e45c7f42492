package dev.dyno.bench.peers.xodus;

import dev.dyno.api.Bytes;
import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.PeerCursor;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Transaction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A cursor of Xodus, on a transaction of its own or on a snapshot's. */
final class XodusCursor extends PeerCursor {

    private final UnsafeBuffer rawKey = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer found = new UnsafeBuffer(0, 0);
    private final XodusSession session;
    private final Transaction transaction;
    private final Cursor cursor;
    /** Null for the latest commit. */
    private final XodusSnapshot snapshot;

    private XodusCursor(XodusSession session, XodusStore store, Transaction transaction, XodusSnapshot snapshot) {
        super(session, store, new UnsafeBuffer(new byte[CompositeKey.BYTES_MAX]));
        this.session = session;
        this.transaction = transaction;
        this.snapshot = snapshot;
        this.cursor = store.store.openCursor(transaction);
        session.made(this);
    }

    static XodusCursor latest(XodusSession session, XodusStore store) {
        return new XodusCursor(session, store, session.xodus().environment().beginReadonlyTransaction(), null);
    }

    static XodusCursor at(XodusSession session, XodusStore store, XodusSnapshot snapshot) {
        return new XodusCursor(session, store, snapshot.transaction(), snapshot);
    }

    @Override
    protected void checkSource() {
        if (snapshot != null) {
            snapshot.check();
        }
    }

    @Override
    protected boolean first() {
        return settle(cursor.getNext());
    }

    @Override
    protected boolean ceiling(UnsafeBuffer to, int length) {
        return settle(cursor.getSearchKeyRange(new ArrayByteIterable(to.byteArray(), length)) != null);
    }

    @Override
    protected boolean floor(UnsafeBuffer to, int length) {
        if (!ceiling(to, length)) {
            return settle(cursor.getLast());
        }
        return Bytes.equal(rawKey, 0, rawKey.capacity(), to, 0, length) || backward();
    }

    @Override
    protected boolean forward() {
        return settle(cursor.getNext());
    }

    @Override
    protected boolean backward() {
        return settle(cursor.getPrev());
    }

    private boolean settle(boolean there) {
        if (there) {
            ByteIterable key = cursor.getKey();
            rawKey.wrap(key.getBytesUnsafe(), 0, key.getLength());
        }
        return there;
    }

    @Override
    protected DirectBuffer rawKey() {
        return rawKey;
    }

    @Override
    protected void value(ItemView out) {
        XodusTable.fill(cursor.getValue(), found, out);
    }

    @Override
    protected void free() {
        session.forget(this);
        destroy();
    }

    void destroy() {
        cursor.close();
        if (snapshot == null) {
            transaction.abort();
        }
    }
}
