package dev.dyno.bench.peers.lmdb;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.LockedTable;
import dev.dyno.bench.peers.PeerSnapshot;
import dev.dyno.bench.peers.Source;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.lmdbjava.LmdbException;

/** Values are copied once, from the caller's buffer into the place that LMDB reserves for them. */
final class LmdbTable extends LockedTable {

    private final LmdbSession session;
    private final LmdbStore store;

    LmdbTable(LmdbSession session, LmdbStore store) {
        super(session, store, new LmdbLatest(session, store));
        this.session = session;
        this.store = store;
    }

    @Override
    protected boolean findForWrite(ItemView out) {
        return fill(store.database.get(session.write(), session.keyView()), out);
    }

    static boolean fill(DirectBuffer value, ItemView out) {
        if (value == null) {
            out.clear();
            return false;
        }
        out.wrap(value.addressOffset(), value.capacity(), 0);
        return true;
    }

    @Override
    protected void insert(DirectBuffer value, int offset, int length) {
        try {
            DirectBuffer place = store.database.reserve(session.write(), session.keyView(), length);
            ((MutableDirectBuffer) place).putBytes(0, value, offset, length);
        } catch (LmdbException e) {
            throw LmdbEngine.failed("put", e);
        }
    }

    @Override
    protected boolean erase() {
        try {
            return store.database.delete(session.write(), session.keyView());
        } catch (LmdbException e) {
            throw LmdbEngine.failed("delete", e);
        }
    }

    @Override
    protected Source sourceAt(PeerSnapshot snapshot) {
        return new LmdbSnapshot.At(session, store, (LmdbSnapshot) snapshot);
    }
}
