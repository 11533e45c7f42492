package dev.dyno.log;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.log.LogIndex.Location;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;

/**
 * A walk over a part of the index. It remembers only the key it stands on, so writes around it do not disturb it: each
 * step asks for the next key there is then.
 */
final class LogCursor implements Cursor {

    private static final byte[] EVERY_PARTITION = {};

    private final LogTable table;
    private final ConcurrentNavigableMap<ItemKey, Location> items;
    private final byte[] partition;
    private final int segment;
    private final int of;
    private final Key key = new Key();
    private final ItemView item = new ItemView();
    private int left;
    private ItemKey position;
    private boolean standing;
    private boolean ended;
    private boolean closed;

    /** A query. */
    LogCursor(LogTable table, ConcurrentNavigableMap<ItemKey, Location> items, byte[] partition, int limit) {
        this.table = table;
        this.items = items;
        this.partition = partition;
        segment = 0;
        of = 1;
        left = limit;
    }

    /** A scan of the items whose partition hash lies in one of equal shares. */
    LogCursor(LogTable table, ConcurrentNavigableMap<ItemKey, Location> items, int segment, int of) {
        this.table = table;
        this.items = items;
        this.segment = segment;
        this.of = of;
        partition = EVERY_PARTITION;
        left = Integer.MAX_VALUE;
    }

    // tutorial: cursor
    @Override
    public boolean next() {
        check();
        if (ended) {
            standing = false;
            return false;
        }
        Map.Entry<ItemKey, Location> entry;
        do {
            entry = position == null ? items.firstEntry() : items.higherEntry(position);
            position = entry == null ? position : entry.getKey();
        } while (entry != null && !isInSegment(entry));
        return standOn(entry);
    }

    @Override
    public boolean seek(Key target) {
        check();
        if (partition == EVERY_PARTITION) {
            throw new UnsupportedOperationException("a scan has no order to seek in");
        }
        ItemKey sought = ItemKey.of(target);
        if (!Arrays.equals(sought.partition(), partition)) {
            throw new IllegalArgumentException("seek must stay in its partition: key=" + target);
        }
        return standOn(items.ceilingEntry(sought));
    }

    private boolean standOn(Map.Entry<ItemKey, Location> entry) {
        standing = entry != null && left > 0;
        ended = !standing;
        if (standing) {
            table.awaitBatch();
            left--;
            position = entry.getKey();
            position.wrapInto(key);
            entry.getValue().wrapInto(item);
        }
        return standing;
    }
    // tutorial: end

    private boolean isInSegment(Map.Entry<ItemKey, Location> entry) {
        if (of == 1) {
            return true;
        }
        entry.getKey().wrapInto(key);
        return Math.unsignedMultiplyHigh(key.partitionHash(), of) == segment;
    }

    @Override
    public Key key() {
        return standing(key);
    }

    @Override
    public ItemView item() {
        return standing(item);
    }

    private <T> T standing(T view) {
        check();
        if (!standing) {
            throw new IllegalStateException("the cursor is not on an item: call next() or seek() first");
        }
        return view;
    }

    private void check() {
        if (closed) {
            throw new EngineException.Closed("cursor");
        }
        table.check();
    }

    @Override
    public void close() {
        closed = true;
    }
}
