package dev.dyno.log;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.core.commit.BatchGate;
import dev.dyno.core.commit.Index;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Where each item lies in the log. Engine-core brings every change here, live and in a replay, one at a time; sessions
 * read beside it.
 *
 * <p>Invariant I1: an item's location names the newest commit of its key.
 *
 * <p>Threads: one writer (the commit leader), any number of readers; the maps publish a location as a whole.
 */
final class LogIndex implements Index {

    // tutorial: location
    /** An item's value in the mapped log, and the commit that wrote it. */
    record Location(long sequence, long address, int length) {
        void wrapInto(ItemView item) {
            item.wrap(address, length, sequence);
        }
    }
    // tutorial: end

    private final Map<Integer, ConcurrentNavigableMap<ItemKey, Location>> tables = new ConcurrentHashMap<>();
    private final BatchGate batches = new BatchGate();

    // tutorial: index
    @Override
    public boolean current(TableSpec table, Key key, ItemView into) {
        Location location = items(table).get(ItemKey.of(key));
        if (location == null) {
            into.clear();
            return false;
        }
        location.wrapInto(into);
        return true;
    }

    @Override
    public void put(long sequence, TableSpec table, Key key, long valueAddress, int valueLength) {
        items(table).put(ItemKey.of(key), new Location(sequence, valueAddress, valueLength));
    }

    @Override
    public void delete(long sequence, TableSpec table, Key key) {
        items(table).remove(ItemKey.of(key));
    }

    @Override
    public void beginBatch(long sequence) {
        batches.close(sequence);
    }

    @Override
    public void publish(long sequence) {
        batches.open();
    }

    @Override
    public void tableCreated(TableSpec table) {
        tables.put(table.id(), new ConcurrentSkipListMap<>());
    }

    @Override
    public void tableDropped(TableSpec table) {
        tables.remove(table.id());
    }
    // tutorial: end

    BatchGate batches() {
        return batches;
    }

    /** Empty for a table that was dropped while somebody still reads it. */
    ConcurrentNavigableMap<ItemKey, Location> items(TableSpec table) {
        return tables.getOrDefault(table.id(), new ConcurrentSkipListMap<>());
    }
}
