package dev.dyno.bench.peers.maps;

import dev.dyno.api.Durability;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.LockedSession;
import dev.dyno.bench.peers.PeerTable;
import dev.dyno.bench.peers.Probe;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.UnsafeBuffer;

/** A session over Java maps. */
final class MapSession extends LockedSession<MapStore> {

    private final MapEngine engine;
    private final Probe probe = new Probe();

    MapSession(MapEngine engine, int number, ReentrantLock writes) {
        super(engine, number, new UnsafeBuffer(new byte[CompositeKey.BYTES_MAX]), writes);
        this.engine = engine;
    }

    /** The composite key of the operation under way, as the maps of this engine can look for it. */
    Object sought() {
        return engine.sought(probe.set(key().byteArray(), keyLength()));
    }

    byte[] keyBytes() {
        return probe.set(key().byteArray(), keyLength()).toBytes();
    }

    MapEngine maps() {
        return engine;
    }

    @Override
    protected PeerTable newTable(MapStore store) {
        return new MapTable(this, store);
    }

    @Override
    protected void beginWrite(Durability level) {
        // A map has no transactions: the write lock is all.
    }

    @Override
    protected void commitWrite(Durability level) {
        engine.commit(level);
    }

    @Override
    protected void rollbackWrite() {
        // Every write of one item is the last step before its commit: there is nothing to take back.
    }

    @Override
    protected void release() {
        // Nothing native.
    }
}
