package dev.dyno.lsm;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.api.TableSpec;
import dev.dyno.core.engine.AbstractTable;
import dev.dyno.core.engine.ReadPoint;
import dev.dyno.core.stats.ReadCounts;

/** The reads of one table, of the newest state and at snapshots. Threads: the session's. */
final class LsmTable extends AbstractTable {

    private final LsmSession session;
    private final LsmEngine engine;
    private final Lookup lookup;
    private final ReadCounts counts;
    private final int tableId;

    LsmTable(LsmSession session, TableSpec spec) {
        super(session, spec);
        this.session = session;
        engine = session.lsm();
        lookup = session.lookup();
        counts = session.counts();
        tableId = spec.id();
    }

    int tableId() {
        return tableId;
    }

    @Override
    public boolean get(Key key, ItemView out) {
        enter(key);
        return count(lookup.latest(engine, tableId, key, out), out);
    }

    boolean get(ReadPoint point, Key key, ItemView out) {
        enter(key);
        return count(lookup.at(point.sequence(), tableId, key, out), out);
    }

    private boolean count(boolean found, ItemView out) {
        if (found) {
            counts.hit(out.length());
        } else {
            counts.miss();
        }
        return found;
    }

    @Override
    public Reader at(Snapshot snapshot) {
        enter();
        if (!(snapshot instanceof ReadPoint point) || !point.isOf(engine)) {
            throw new IllegalArgumentException("snapshot of another engine: snapshot=" + snapshot);
        }
        point.check();
        point.check(spec());
        return new LsmSnapshotReader(this, point);
    }

    @Override
    public Cursor query(Range range) {
        return query(ReadPoint.LATEST, range);
    }

    Cursor query(ReadPoint point, Range range) {
        enter();
        LsmCursor cursor = session.cursor();
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
        LsmCursor cursor = session.cursor();
        cursor.bounds().set(segment, of);
        return cursor.open(this, point, false, Integer.MAX_VALUE);
    }

    /** The checks that begin every step of a cursor. */
    void check(ReadPoint point) {
        enter();
        point.check();
    }
}
