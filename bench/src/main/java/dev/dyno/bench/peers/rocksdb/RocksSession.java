package dev.dyno.bench.peers.rocksdb;

import dev.dyno.api.Durability;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteBatch;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.PeerSession;
import dev.dyno.bench.peers.PeerTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.rocksdb.RocksDBException;

/** Direct buffers for the composite key and for values both ways: no call of the point path allocates. */
final class RocksSession extends PeerSession<RocksStore> {

    private static final int VALUE_BYTES = 16 << 10;

    private final RocksEngine engine;
    private final ByteBuffer keyBytes;
    private final List<RocksCursor> cursors = new ArrayList<>();
    private final org.rocksdb.WriteBatch batch = new org.rocksdb.WriteBatch();
    private ByteBuffer valueBytes = ByteBuffer.allocateDirect(VALUE_BYTES);
    private final UnsafeBuffer valueView = new UnsafeBuffer(valueBytes);

    RocksSession(RocksEngine engine, int number) {
        this(engine, number, ByteBuffer.allocateDirect(CompositeKey.BYTES_MAX));
    }

    private RocksSession(RocksEngine engine, int number, ByteBuffer keyBytes) {
        super(engine, number, new UnsafeBuffer(keyBytes));
        this.engine = engine;
        this.keyBytes = keyBytes;
    }

    RocksEngine rocks() {
        return engine;
    }

    /** The composite key, from position 0 to its limit. */
    ByteBuffer keyBytes() {
        return keyBytes.limit(keyLength()).position(0);
    }

    /** Room for a value: the whole of it. */
    ByteBuffer valueBytes() {
        return valueBytes.clear();
    }

    UnsafeBuffer valueView() {
        return valueView;
    }

    /** Makes room; what was in it is lost. */
    void growTo(int length) {
        if (length > valueBytes.capacity()) {
            valueBytes = ByteBuffer.allocateDirect(BitUtil.findNextPositivePowerOfTwo(length));
            valueView.wrap(valueBytes);
        }
    }

    /** A value where RocksDB can read it: from position 0 to its limit. */
    ByteBuffer copyValue(DirectBuffer value, int offset, int length) {
        growTo(length);
        valueView.putBytes(0, value, offset, length);
        return valueBytes.limit(length).position(0);
    }

    void made(RocksCursor cursor) {
        cursors.add(cursor);
    }

    @Override
    protected PeerTable newTable(RocksStore store) {
        return new RocksTable(this, store);
    }

    @Override
    protected long apply(WriteBatch operations, WriteBatch.Operation operation, Durability level) {
        boolean hasDelete = false;
        for (int i = 0; i < operations.size(); i++) {
            hasDelete |= operations.get(i, operation).kind() == WriteBatch.Kind.DELETE;
        }
        if (!hasDelete) {
            return write(operations, operation, level);
        }
        engine.deletes().lock();
        try {
            return write(operations, operation, level);
        } finally {
            engine.deletes().unlock();
        }
    }

    private long write(WriteBatch operations, WriteBatch.Operation operation, Durability level) {
        try {
            boolean changes = false;
            batch.clear();
            for (int i = 0; i < operations.size(); i++) {
                operations.get(i, operation);
                RocksTable table = (RocksTable) table(operation.table().name());
                changes |= table.add(operation, batch);
            }
            if (!changes) {
                return Outcome.NO_CHANGE;
            }
            long before = engine.published();
            engine.database().write(engine.writes(level), batch);
            return engine.written(level, before);
        } catch (RocksDBException e) {
            throw RocksEngine.failed("commit", e);
        }
    }

    @Override
    protected void release() {
        cursors.forEach(RocksCursor::destroy);
        batch.close();
    }
}
