package dev.dyno.log;

import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.api.TableSpec;
import dev.dyno.core.engine.AbstractTable;
import dev.dyno.log.LogIndex.Location;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The reads of one table. Values are views into the mapped log: they stay where they are until the engine closes. */
final class LogTable extends AbstractTable {

    private static final byte[] NONE = {};

    private final LogIndex index;

    LogTable(LogSession session, TableSpec spec, LogIndex index) {
        super(session, spec);
        this.index = index;
    }

    // tutorial: get
    @Override
    public boolean get(Key key, ItemView out) {
        enter(key);
        boolean exists = index.current(spec(), key, out);
        while (index.batches().hides(out)) {
            index.batches().await();
            exists = index.current(spec(), key, out);
        }
        return exists;
    }
    // tutorial: end

    @Override
    public Reader at(Snapshot snapshot) {
        throw new EngineException.Unsupported(LogEngineProvider.NAME, Capability.SNAPSHOT);
    }

    // tutorial: query
    @Override
    public Cursor query(Range range) {
        enter();
        byte[] partition = ItemKey.copy(range.partition());
        ItemKey first = new ItemKey(partition, NONE);
        ItemKey last = ItemKey.lastWith(partition, NONE);
        boolean firstIncluded = true;
        boolean lastIncluded = true;
        if (range.hasPrefix()) {
            byte[] prefix = ItemKey.copy(range.prefix());
            first = new ItemKey(partition, prefix);
            last = ItemKey.lastWith(partition, prefix);
        }
        if (range.hasLower()) {
            ItemKey lower = new ItemKey(partition, ItemKey.copy(range.lower()));
            firstIncluded = first.compareTo(lower) > 0 || range.lowerInclusive();
            first = max(first, lower);
        }
        if (range.hasUpper()) {
            ItemKey upper = new ItemKey(partition, ItemKey.copy(range.upper()));
            lastIncluded = last.compareTo(upper) < 0 || range.upperInclusive();
            last = min(last, upper);
        }
        if (range.hasAfter()) {
            ItemKey after = new ItemKey(partition, ItemKey.copy(range.after()));
            if (range.reverse() && last.compareTo(after) >= 0) {
                last = after;
                lastIncluded = false;
            } else if (!range.reverse() && first.compareTo(after) <= 0) {
                first = after;
                firstIncluded = false;
            }
        }
        return new LogCursor(this, walk(first, firstIncluded, last, lastIncluded, range.reverse()), partition,
                range.limit());
    }
    // tutorial: end

    private ConcurrentNavigableMap<ItemKey, Location> walk(
            ItemKey first, boolean firstIncluded, ItemKey last, boolean lastIncluded, boolean reverse) {
        if (first.compareTo(last) > 0) {
            return new ConcurrentSkipListMap<>();
        }
        ConcurrentNavigableMap<ItemKey, Location> items =
                index.items(spec()).subMap(first, firstIncluded, last, lastIncluded);
        return reverse ? items.descendingMap() : items;
    }

    @Override
    public Cursor scan(int segment, int of) {
        enter();
        if (of < 1 || segment < 0 || segment >= of) {
            throw new IllegalArgumentException("no such segment: segment=" + segment + ", of=" + of);
        }
        return new LogCursor(this, index.items(spec()), segment, of);
    }

    /** For cursors: what was found counts when no batch is half applied any more. */
    void awaitBatch() {
        index.batches().await();
    }

    /** For cursors: the checks that begin every read. */
    void check() {
        enter();
    }

    private static ItemKey max(ItemKey a, ItemKey b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static ItemKey min(ItemKey a, ItemKey b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
