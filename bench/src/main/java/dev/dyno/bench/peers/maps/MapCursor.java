package dev.dyno.bench.peers.maps;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.HeapValues;
import dev.dyno.bench.peers.PeerCursor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A walk over a Java map by its own iterators, which see writes that happen meanwhile or not. */
final class MapCursor extends PeerCursor {

    private final MapStore store;
    private final ArrayDeque<MapCursor> idle;
    private final UnsafeBuffer rawKey = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer found = new UnsafeBuffer(0, 0);
    /** Null while idle. */
    private Iterator<Map.Entry<Object, byte[]>> entries;
    private byte[] value;

    MapCursor(MapSession session, MapStore store, ArrayDeque<MapCursor> idle) {
        super(session, store, new UnsafeBuffer(new byte[CompositeKey.BYTES_MAX]));
        this.store = store;
        this.idle = idle;
    }

    @Override
    protected boolean first() {
        entries = store.map.entrySet().iterator();
        return step();
    }

    @Override
    protected boolean ceiling(UnsafeBuffer to, int length) {
        entries = store.map.tailMap(bound(to, length), true).entrySet().iterator();
        return step();
    }

    @Override
    protected boolean floor(UnsafeBuffer to, int length) {
        entries = store.map.headMap(bound(to, length), true).descendingMap().entrySet().iterator();
        return step();
    }

    /** A copy: the iterator keeps it. */
    private static byte[] bound(UnsafeBuffer to, int length) {
        return Arrays.copyOf(to.byteArray(), length);
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
        if (!entries.hasNext()) {
            return false;
        }
        Map.Entry<Object, byte[]> entry = entries.next();
        rawKey.wrap((byte[]) entry.getKey());
        value = entry.getValue();
        return true;
    }

    @Override
    protected DirectBuffer rawKey() {
        return rawKey;
    }

    @Override
    protected void value(ItemView out) {
        HeapValues.show(value, found, out);
    }

    @Override
    protected void free() {
        entries = null;
        value = null;
        idle.addLast(this);
    }
}
