package dev.dyno.bench.peers.rocksdb;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.Source;
import java.util.ArrayDeque;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Reads of one column family: of the latest commit, or with the options of a snapshot. */
final class RocksSource implements Source {

    private final RocksSession session;
    private final RocksStore store;
    private final RocksDB database;
    private final ReadOptions reads;
    /** Null for the latest commit. */
    private final RocksSnapshot snapshot;
    private final ArrayDeque<RocksCursor> idle = new ArrayDeque<>();

    RocksSource(RocksSession session, RocksStore store, ReadOptions reads) {
        this(session, store, reads, null);
    }

    RocksSource(RocksSession session, RocksStore store, ReadOptions reads, RocksSnapshot snapshot) {
        this.session = session;
        this.store = store;
        this.database = session.rocks().database();
        this.reads = reads;
        this.snapshot = snapshot;
    }

    @Override
    public boolean find(ItemView out) {
        checkSnapshot();
        int length = read();
        if (length == RocksDB.NOT_FOUND) {
            out.clear();
            return false;
        }
        if (length > session.valueView().capacity()) {
            session.growTo(length);
            return find(out); // again from the start: the item may have changed meanwhile
        }
        out.wrap(session.valueView(), 0, length, 0);
        return true;
    }

    private int read() {
        try {
            return database.get(store.family, reads, session.keyBytes(), session.valueBytes());
        } catch (RocksDBException e) {
            throw RocksEngine.failed("get", e);
        }
    }

    void checkSnapshot() {
        if (snapshot != null) {
            snapshot.check();
        }
    }

    @Override
    public PeerCursor cursor() {
        checkSnapshot();
        RocksCursor cursor = idle.pollLast();
        if (cursor == null) {
            cursor = new RocksCursor(session, store, this);
            session.made(cursor);
        }
        cursor.open(database.newIterator(store.family, reads));
        return cursor;
    }

    void idle(RocksCursor cursor) {
        idle.addLast(cursor);
    }
}
