package dev.dyno.bench.peers.rocksdb;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.PeerCursor;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * An iterator of RocksDB per query, closed with it: one that is kept holds back files and memtables. The buffers stay.
 * A step is four calls into the library: move, is it valid, key, value.
 */
final class RocksCursor extends PeerCursor {

    private static final int VALUE_BYTES = 4 << 10;

    private final RocksSource source;
    private final ByteBuffer sought;
    private final ByteBuffer keyBytes = ByteBuffer.allocateDirect(CompositeKey.BYTES_MAX);
    private final long keyAddress = new UnsafeBuffer(keyBytes).addressOffset();
    private final UnsafeBuffer keyView = new UnsafeBuffer(0, 0);
    private ByteBuffer valueBytes = ByteBuffer.allocateDirect(VALUE_BYTES);
    private final UnsafeBuffer valueView = new UnsafeBuffer(valueBytes);
    /** Null while idle. */
    private RocksIterator iterator;

    RocksCursor(RocksSession session, RocksStore store, RocksSource source) {
        this(session, store, source, ByteBuffer.allocateDirect(CompositeKey.BYTES_MAX));
    }

    private RocksCursor(RocksSession session, RocksStore store, RocksSource source, ByteBuffer sought) {
        super(session, store, new UnsafeBuffer(sought));
        this.source = source;
        this.sought = sought;
    }

    void open(RocksIterator opened) {
        iterator = opened;
    }

    @Override
    protected void checkSource() {
        source.checkSnapshot();
    }

    @Override
    protected boolean first() {
        iterator.seekToFirst();
        return settle();
    }

    @Override
    protected boolean ceiling(UnsafeBuffer to, int length) {
        iterator.seek(sought.limit(length).position(0));
        return settle();
    }

    @Override
    protected boolean floor(UnsafeBuffer to, int length) {
        iterator.seekForPrev(sought.limit(length).position(0));
        return settle();
    }

    @Override
    protected boolean forward() {
        iterator.next();
        return settle();
    }

    @Override
    protected boolean backward() {
        iterator.prev();
        return settle();
    }

    private boolean settle() {
        if (iterator.isValid()) {
            keyView.wrap(keyAddress, iterator.key(keyBytes.clear()));
            return true;
        }
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw RocksEngine.failed("cursor step", e);
        }
        return false;
    }

    @Override
    protected DirectBuffer rawKey() {
        return keyView;
    }

    @Override
    protected void value(ItemView out) {
        int length = iterator.value(valueBytes.clear());
        if (length > valueBytes.capacity()) {
            valueBytes = ByteBuffer.allocateDirect(BitUtil.findNextPositivePowerOfTwo(length));
            valueView.wrap(valueBytes);
            iterator.value(valueBytes.clear());
        }
        out.wrap(valueView, 0, length, 0);
    }

    @Override
    protected void free() {
        destroy();
        source.idle(this);
    }

    void destroy() {
        if (iterator != null) {
            iterator.close();
            iterator = null;
        }
    }
}
