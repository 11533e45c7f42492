package dev.dyno.bench.peers.rocksdb;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.bench.peers.PeerSnapshot;
import dev.dyno.bench.peers.PeerTable;
import dev.dyno.bench.peers.Source;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.rocksdb.RocksDBException;

/** Writes of one column family. */
final class RocksTable extends PeerTable {

    private final RocksSession session;
    private final RocksEngine engine;
    private final RocksStore store;

    RocksTable(RocksSession session, RocksStore store) {
        super(session, store, new RocksSource(session, store, session.rocks().reads()));
        this.session = session;
        this.engine = session.rocks();
        this.store = store;
    }

    @Override
    protected long write(DirectBuffer value, int offset, int length, WriteOptions options, Durability level) {
        ByteBuffer bytes = session.copyValue(value, offset, length);
        long before = engine.published();
        try {
            engine.database().put(store.family, engine.writes(level), session.keyBytes(), bytes);
        } catch (RocksDBException e) {
            throw RocksEngine.failed("put", e);
        }
        return engine.written(level, before);
    }

    /**
     * Whether there is an item, then a tombstone. With deletes taking turns the item seen is there until the tombstone
     * (a put in between leaves one there as well), so the answer holds at the moment of the delete.
     */
    @Override
    protected long remove(WriteOptions options, Durability level) {
        engine.deletes().lock();
        try {
            if (!exists()) {
                return Outcome.NO_CHANGE;
            }
            long before = engine.published();
            engine.database().delete(store.family, engine.writes(level), session.keyBytes());
            return engine.written(level, before);
        } catch (RocksDBException e) {
            throw RocksEngine.failed("delete", e);
        } finally {
            engine.deletes().unlock();
        }
    }

    private boolean exists() {
        return engine.database().keyExists(store.family, engine.reads(), session.keyBytes());
    }

    /** Adds an operation to RocksDB's batch. @return whether it changes anything */
    boolean add(WriteBatch.Operation operation, org.rocksdb.WriteBatch batch) throws RocksDBException {
        session.encode(operation.key());
        if (operation.kind() == WriteBatch.Kind.PUT) {
            ByteBuffer bytes = session.copyValue(
                    operation.buffer(), operation.valueOffset(), operation.valueLength());
            batch.put(store.family, session.keyBytes(), bytes);
            return true;
        }
        if (operation.kind() == WriteBatch.Kind.CHECK || !exists()) {
            return false;
        }
        batch.delete(store.family, session.keyBytes());
        return true;
    }

    @Override
    protected long update(ItemUpdater updater, WriteOptions options, Durability level) {
        throw new EngineException.Unsupported(engine.name(), Capability.UPDATE);
    }

    @Override
    protected Source sourceAt(PeerSnapshot snapshot) {
        return new RocksSource(session, store, ((RocksSnapshot) snapshot).reads(), (RocksSnapshot) snapshot);
    }
}
