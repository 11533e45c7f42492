package dev.dyno.hash;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;

/**
 * Brings the live records of a checkpoint to the index: a group at a time, whose buckets are touched before the first
 * of them is added, so that the memory waits of a group overlap.
 *
 * <p>Threads: the one that opens the engine.
 */
final class Restorer implements AutoCloseable {

    private static final int GROUP = 32;

    private final Region region;
    private final Store store;
    private final TableIndex[] tables;
    private final Probe[] probes = new Probe[GROUP];
    private final long[] places = new long[GROUP];
    private final TableIndex[] tableOf = new TableIndex[GROUP];
    private int count;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    /** @param items how many there will be, most likely in one table */
    Restorer(Memory memory, Store store, TableIndex[] tables, long items) {
        this.store = store;
        this.tables = tables;
        region = memory.map((long) GROUP * Probe.BYTES, "hash restored keys", false);
        for (int i = 0; i < GROUP; i++) {
            probes[i] = new Probe(region.address() + (long) i * Probe.BYTES);
        }
        for (TableIndex table : tables) {
            if (table != null) {
                table.items.expect(items / Math.max(1, tables.length - 1));
            }
        }
    }

    void add(long place) {
        long record = store.address(place);
        TableIndex table = tables[RecordLayout.TABLE_ID.get(record)];
        places[count] = place;
        tableOf[count] = table;
        probes[count].set(record, table.hashes);
        table.liveItems++;
        table.liveBytes += probes[count].length + Records.valueLength(record);
        count++;
        if (count == GROUP) {
            flush();
        }
    }

    /** Adds what has come and was not added yet. */
    void flush() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += tableOf[i].items.touch(probes[i].hash);
        }
        touched = sum;
        for (int i = 0; i < count; i++) {
            tableOf[i].items.add(probes[i].hash, places[i]);
        }
        count = 0;
    }

    @Override
    public void close() {
        region.close();
    }
}
