package dev.dyno.lsm;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.core.engine.ReadPoint;

/**
 * A table as a snapshot sees it. Versions that it needs may go as soon as another thread closes the snapshot: it is
 * checked behind each read, too. Threads: the session's.
 */
final class LsmSnapshotReader implements Reader {

    private final LsmTable table;
    private final ReadPoint point;
    private final Key batchKey = new Key();
    private final ItemView batchItem = new ItemView();

    LsmSnapshotReader(LsmTable table, ReadPoint point) {
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

    @Override
    public int getBatch(KeyBatch keys, ItemSink sink) {
        int found = 0;
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i, batchKey);
            found += get(batchKey, batchItem) ? 1 : 0;
            sink.onItem(i, batchItem);
        }
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
}
