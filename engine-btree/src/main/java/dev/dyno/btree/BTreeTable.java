package dev.dyno.btree;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.core.engine.AbstractTable;

/** The reads of one table, of the newest state and at snapshots. Threads: the session's. */
final class BTreeTable extends AbstractTable {

    private final BTreeSession session;
    private final Tree tree;
    private final Key key = new Key();

    BTreeTable(BTreeSession session, Tree tree) {
        super(session, tree.table);
        this.session = session;
        this.tree = tree;
    }

    Tree tree() {
        return tree;
    }

    @Override
    public boolean get(Key wanted, ItemView out) {
        return get(ReadPoint.LATEST, wanted, out);
    }

    boolean get(ReadPoint point, Key wanted, ItemView out) {
        enter(wanted);
        Probe probe = session.probe();
        probe.set(wanted);
        if (session.reader().get(tree, point, probe, out)) {
            session.counts().hit(out.length());
            return true;
        }
        session.counts().miss();
        out.clear();
        return false;
    }

    @Override
    public int getBatch(KeyBatch keys, ItemSink sink) {
        return getBatch(ReadPoint.LATEST, keys, sink);
    }

    int getBatch(ReadPoint point, KeyBatch keys, ItemSink sink) {
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i, key);
            enter(key);
        }
        return session.batches().get(tree, point, keys, sink);
    }

    @Override
    public Reader at(Snapshot snapshot) {
        enter();
        if (!(snapshot instanceof ReadPoint point) || !point.isOf(session.tree())) {
            throw new IllegalArgumentException("snapshot of another engine: snapshot=" + snapshot);
        }
        point.check();
        if (!point.knows(spec())) {
            throw new EngineException.NoSuchTable(spec().name(), " (made after " + point + "), id=" + spec().id());
        }
        return new BTreeSnapshotReader(this, point);
    }

    @Override
    public Cursor query(Range range) {
        return query(ReadPoint.LATEST, range);
    }

    Cursor query(ReadPoint point, Range range) {
        enter();
        BTreeCursor cursor = session.cursor();
        cursor.bounds().set(range);
        return cursor.open(this, point, range.reverse(), range.limit());
    }

    @Override
    public Cursor scan(int segment, int of) {
        return scan(ReadPoint.LATEST, segment, of);
    }

    Cursor scan(ReadPoint point, int segment, int of) {
        enter();
        if (of < 1 || segment < 0 || segment >= of) {
            throw new IllegalArgumentException("no such segment: segment=" + segment + ", of=" + of);
        }
        BTreeCursor cursor = session.cursor();
        cursor.bounds().set(segment, of);
        return cursor.open(this, point, false, Integer.MAX_VALUE);
    }

    /** The checks that begin every step of a cursor. */
    void check(ReadPoint point) {
        enter();
        point.check();
    }
}
