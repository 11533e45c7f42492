package dev.dyno.hash;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;

/**
 * A table as a snapshot sees it. Another thread may close the snapshot at any time: it is checked inside the epoch of
 * each read, from when on nothing it leads to is freed, and behind, because some of it may have been let go of.
 * Threads: the session's.
 */
final class SnapshotReader implements Reader {

    private final HashTable table;
    private final ReadPoint point;

    SnapshotReader(HashTable table, ReadPoint point) {
        this.table = table;
        this.point = point;
    }

    @Override
    public boolean get(Key key, ItemView out) {
        table.check(point);
        boolean exists = table.get(point, key, out);
        point.check();
        return exists;
    }

    /** Items go to the sink unchecked: if another thread closes the snapshot meanwhile, the call throws behind them. */
    @Override
    public int getBatch(KeyBatch keys, ItemSink sink) {
        table.check(point);
        int found = table.getBatch(point, keys, sink);
        point.check();
        return found;
    }

    @Override
    public Cursor query(Range range) {
        table.check(point);
        return table.query(point, range);
    }

    @Override
    public Cursor scan(int segment, int of) {
        table.check(point);
        return table.scan(point, segment, of);
    }

    @Override
    public long ringPosition(Key key) {
        return table.ringPosition(key);
    }
}
