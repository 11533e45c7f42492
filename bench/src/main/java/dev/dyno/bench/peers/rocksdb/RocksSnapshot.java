package dev.dyno.bench.peers.rocksdb;

import dev.dyno.bench.peers.PeerSnapshot;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;

/** A snapshot of RocksDB and the read options that name it. */
final class RocksSnapshot extends PeerSnapshot {

    private final RocksDB database;
    private final Snapshot snapshot;
    private final ReadOptions reads;

    RocksSnapshot(RocksEngine engine, long sequence, RocksDB database) {
        super(engine, sequence);
        this.database = database;
        this.snapshot = database.getSnapshot();
        this.reads = new ReadOptions().setSnapshot(snapshot);
    }

    ReadOptions reads() {
        return reads;
    }

    @Override
    protected void release() {
        reads.close();
        database.releaseSnapshot(snapshot);
        snapshot.close();
    }
}
