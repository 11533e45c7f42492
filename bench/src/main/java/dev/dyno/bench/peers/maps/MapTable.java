package dev.dyno.bench.peers.maps;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.HeapValues;
import dev.dyno.bench.peers.LockedTable;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.Source;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One table over a Java map. */
final class MapTable extends LockedTable {

    private final MapSession session;
    private final MapStore store;
    private final UnsafeBuffer found = new UnsafeBuffer(0, 0);

    MapTable(MapSession session, MapStore store) {
        super(session, store, new Latest(session, store));
        this.session = session;
        this.store = store;
    }

    @Override
    protected boolean findForWrite(ItemView out) {
        return HeapValues.show(store.map.get(session.sought()), found, out);
    }

    @Override
    protected void insert(DirectBuffer value, int offset, int length) {
        store.map.put(session.keyBytes(), HeapValues.copy(value, offset, length));
    }

    @Override
    protected boolean erase() {
        return store.map.remove(session.sought()) != null;
    }

    private static final class Latest implements Source {

        private final MapSession session;
        private final MapStore store;
        private final UnsafeBuffer found = new UnsafeBuffer(0, 0);
        private final ArrayDeque<MapCursor> idle = new ArrayDeque<>();

        Latest(MapSession session, MapStore store) {
            this.session = session;
            this.store = store;
        }

        @Override
        public boolean find(ItemView out) {
            return HeapValues.show(store.map.get(session.sought()), found, out);
        }

        @Override
        public PeerCursor cursor() {
            MapCursor cursor = idle.pollLast();
            return cursor == null ? new MapCursor(session, store, idle) : cursor;
        }
    }
}
