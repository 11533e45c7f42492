package dev.dyno.bench.peers.mvstore;

import dev.dyno.api.Durability;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.LockedSession;
import dev.dyno.bench.peers.PeerTable;
import dev.dyno.bench.peers.Probe;
import org.agrona.concurrent.UnsafeBuffer;
import org.h2.mvstore.MVStoreException;

/** Reads allocate nothing while pages are in the cache; a write makes the two arrays that the map keeps, and pages. */
final class MvSession extends LockedSession<MvStoreTable> {

    private final MvEngine engine;
    private final Probe probe = new Probe();

    MvSession(MvEngine engine, int number) {
        super(engine, number, new UnsafeBuffer(new byte[CompositeKey.BYTES_MAX]), engine.writes());
        this.engine = engine;
    }

    /** The composite key of the operation under way. */
    Probe probe() {
        return probe.set(key().byteArray(), keyLength());
    }

    @Override
    protected PeerTable newTable(MvStoreTable store) {
        return new MvTable(this, store);
    }

    @Override
    protected void beginWrite(Durability level) {
        // A map has no transactions: the write lock is all.
    }

    @Override
    protected void commitWrite(Durability level) {
        try {
            if (level != Durability.MEMORY) {
                engine.store().commit();
            }
            if (level == Durability.SYNC) {
                engine.store().sync();
            }
        } catch (MVStoreException e) {
            throw MvEngine.failed("commit", e);
        }
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
