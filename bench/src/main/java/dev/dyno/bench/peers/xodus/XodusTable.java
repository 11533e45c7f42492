package dev.dyno.bench.peers.xodus;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.LockedTable;
import dev.dyno.bench.peers.PeerSnapshot;
import dev.dyno.bench.peers.Source;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.ExodusException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One table over one store. */
final class XodusTable extends LockedTable {

    private final XodusSession session;
    private final XodusStore store;
    private final UnsafeBuffer found = new UnsafeBuffer(0, 0);

    XodusTable(XodusSession session, XodusStore store) {
        super(session, store, new XodusSource.Latest(session, store));
        this.session = session;
        this.store = store;
    }

    @Override
    protected boolean findForWrite(ItemView out) {
        return fill(store.store.get(session.write(), session.sought()), found, out);
    }

    static boolean fill(ByteIterable value, UnsafeBuffer wrapper, ItemView out) {
        if (value == null) {
            out.clear();
            return false;
        }
        wrapper.wrap(value.getBytesUnsafe(), 0, value.getLength());
        out.wrap(wrapper, 0, wrapper.capacity(), 0);
        return true;
    }

    @Override
    protected void insert(DirectBuffer value, int offset, int length) {
        byte[] bytes = new byte[length];
        value.getBytes(offset, bytes);
        try {
            store.store.put(session.write(), session.keyCopy(), new ArrayByteIterable(bytes));
        } catch (ExodusException e) {
            throw XodusEngine.failed("put", e);
        }
    }

    @Override
    protected boolean erase() {
        try {
            return store.store.delete(session.write(), session.keyCopy());
        } catch (ExodusException e) {
            throw XodusEngine.failed("delete", e);
        }
    }

    @Override
    protected Source sourceAt(PeerSnapshot snapshot) {
        return new XodusSource.At(session, store, (XodusSnapshot) snapshot);
    }
}
