package dev.dyno.hash;

import org.agrona.UnsafeApi;

/**
 * Brings what the reads of several keys will need into the cache: first the buckets of all, then the records that their
 * tags name. The loads of a step depend on nothing that another key of the step waits for, so the processor has many
 * misses open at a time where a single read has one. Java has no prefetch, but loads whose result is not needed at once
 * are as good.
 *
 * <p>Threads: the session's, inside an epoch.
 */
final class ReadAhead {

    private static final int LINE_BYTES = 64;

    private final Store store;
    private final long[] hashes;
    private final long[] buckets;
    private final long[] places;
    private final long[] records;
    private int count;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    ReadAhead(Store store, int keysMax) {
        this.store = store;
        hashes = new long[keysMax];
        buckets = new long[keysMax];
        places = new long[keysMax];
        records = new long[keysMax];
    }

    void clear() {
        count = 0;
    }

    void add(long hash) {
        hashes[count++] = hash;
    }

    long hash(int index) {
        return hashes[index];
    }

    /**
     * Of the record that the first entry with the tag of the key's hash names: nearly always the key's. 0 if the
     * bucket has none.
     */
    long place(int index) {
        return places[index];
    }

    void run(Buckets items) {
        long sum = 0;
        long state = items.state();
        for (int i = 0; i < count; i++) {
            buckets[i] = items.bucket(hashes[i], state);
            sum += UnsafeApi.getLong(buckets[i]);
        }
        for (int i = 0; i < count; i++) {
            long place = Buckets.candidate(buckets[i], hashes[i]);
            long base = store.base(place);
            places[i] = place;
            records[i] = place == 0 || (base & Store.COLD) != 0 ? 0 : Store.address(base, place);
        }
        for (int i = 0; i < count; i++) {
            long record = records[i];
            if (record != 0) { // one in a file is not touched ahead
                sum += UnsafeApi.getLong(record) + UnsafeApi.getLong(record + LINE_BYTES)
                        + UnsafeApi.getLong(record + 2 * LINE_BYTES);
            }
        }
        for (int i = 0; i < count; i++) {
            long record = records[i];
            if (record != 0) { // its header is there by now: where it ends no other load says
                sum += UnsafeApi.getByte(record + Math.min(Records.bytes(record), Store.READ_AHEAD_BYTES) - 1);
            }
        }
        touched = sum;
    }
}
