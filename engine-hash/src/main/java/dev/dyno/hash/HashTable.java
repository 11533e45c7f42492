package dev.dyno.hash;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.core.engine.AbstractTable;

/** The reads of one table, of the newest state and at snapshots. Threads: the session's. */
final class HashTable extends AbstractTable {

    private final HashSession session;
    private final TableIndex index;
    private final Key key = new Key();

    HashTable(HashSession session, TableIndex index) {
        super(session, index.table);
        this.session = session;
        this.index = index;
    }

    TableIndex index() {
        return index;
    }

    @Override
    public boolean get(Key wanted, ItemView out) {
        return get(null, wanted, out);
    }

    /** @param point null for the newest state */
    boolean get(ReadPoint point, Key wanted, ItemView out) {
        enter(wanted);
        Probe probe = session.probe();
        probe.set(wanted, index.hashes);
        session.enterEpoch();
        try {
            index.check(point);
            if (session.reader().get(index.items, probe, ReadPoint.sequence(point), session.values(), out)) {
                session.counts().hit(out.length());
                return true;
            }
        } finally {
            session.leaveEpoch();
        }
        session.counts().miss();
        out.clear();
        return false;
    }

    @Override
    public int getBatch(KeyBatch keys, ItemSink sink) {
        return getBatch(null, keys, sink);
    }

    /** @param point null for the newest state */
    int getBatch(ReadPoint point, KeyBatch keys, ItemSink sink) {
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i, key);
            enter(key);
        }
        return session.batches().get(session, index, point, keys, sink);
    }

    @Override
    public Reader at(Snapshot snapshot) {
        enter();
        if (!(snapshot instanceof ReadPoint point) || !point.isOf(session.hash())) {
            throw new IllegalArgumentException("snapshot of another engine: snapshot=" + snapshot);
        }
        point.check(index);
        return new SnapshotReader(this, point);
    }

    @Override
    public Cursor query(Range range) {
        return query(null, range);
    }

    /** @param point null for the newest state */
    Cursor query(ReadPoint point, Range range) {
        enter();
        return session.query().open(this, point, range);
    }

    @Override
    public Cursor scan(int segment, int of) {
        return scan(null, segment, of);
    }

    /** @param point null for the newest state */
    Cursor scan(ReadPoint point, int segment, int of) {
        enter();
        if (of < 1 || segment < 0 || segment >= of) {
            throw new IllegalArgumentException("no such segment: segment=" + segment + ", of=" + of);
        }
        return session.scan().open(this, point, segment, of);
    }

    @Override
    public long ringPosition(Key ofKey) {
        return index.ringPosition(ofKey.partition());
    }

    /** The checks that begin every step of a cursor. @param point null for the newest state */
    void check(ReadPoint point) {
        enter();
        if (point != null) {
            point.check();
        }
    }
}
