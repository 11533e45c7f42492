package dev.dyno.bench.workload;

import dev.dyno.api.Durability;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteOptions;
import dev.dyno.bench.data.Dataset;
import dev.dyno.bench.data.Items;

/**
 * One thread of a workload: its session on the engine, its access to the items, its seed; and the checked operations
 * that steps are made of. Opened, used and closed by one thread.
 */
public final class Lane implements AutoCloseable {

    /** The one table of a race. */
    public static final String TABLE = "race";

    private final Dataset data;
    private final Session session;
    private final Table table;
    private final Items items;
    private final ItemView found = new ItemView();
    private final WriteOptions options = new WriteOptions();
    private final int number;
    private final int lanes;
    private final long seed;

    /**
     * @param session given over: closed with the lane
     * @param durability of every write
     * @param number of this lane, from 0
     * @param seed of the run; each lane draws its own from it
     */
    public Lane(Dataset data, Session session, Durability durability, int number, int lanes, long seed) {
        this.data = data;
        this.session = session;
        this.table = session.table(TABLE);
        this.items = data.openItems();
        this.number = number;
        this.lanes = lanes;
        this.seed = seed + number;
        options.durability(durability);
    }

    Dataset data() {
        return data;
    }

    Session session() {
        return session;
    }

    Table table() {
        return table;
    }

    Items items() {
        return items;
    }

    WriteOptions options() {
        return options;
    }

    long seed() {
        return seed;
    }

    /** The items that this lane inserts: in a region of this workload at this number of threads. */
    Insertions insertions(Workload workload) {
        int region = (lanes - 1) * Workload.values().length + workload.ordinal();
        return new Insertions(data.insertBase(), region, number, lanes);
    }

    /** Reads an item that is there and checks it. @return its bytes */
    public long read(long index) {
        Key key = items.key(index);
        if (!table.get(key, found)) {
            throw WrongAnswer.missing(index, key);
        }
        check(index, found);
        return found.length();
    }

    long readMissing(long index) {
        Key key = items.missingKey(index);
        if (table.get(key, found)) {
            throw WrongAnswer.phantom(index, key);
        }
        return found.length();
    }

    long write(long index, long version) {
        var value = items.value(index, version);
        long outcome = table.put(items.key(index), value, 0, value.capacity(), options);
        if (!Outcome.committed(outcome)) {
            throw WrongAnswer.write(index, Outcome.describe(outcome));
        }
        return outcome;
    }

    void check(long index, ItemView item) {
        if (!items.isValue(index, item.value())) {
            throw WrongAnswer.value(index, items.key(index), item.length());
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
