package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.core.commit.SpinWait;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Finds items beside the writer and copies their values: one bucket, one record, one copy. Every call is inside an
 * epoch of the session's, so that nothing it can find is freed under it.
 *
 * <p>A record in memory may be replaced in place while it is copied: its sequence is looked at before and behind. At a
 * snapshot, and where a batch is not seen yet, the walk goes to the version before. A record in a file is checked by
 * its checksum before it is believed.
 *
 * <p>Threads: the session's.
 */
final class ItemReader {

    /** The newest state. */
    static final long LATEST = Long.MAX_VALUE;

    private final Store store;
    private final Visibility visibility;
    /** Where the record lies that {@link #find} found. */
    private long record;
    private long place;
    private long sequence;

    ItemReader(Store store, Visibility visibility) {
        this.store = store;
        this.visibility = visibility;
    }

    /**
     * @param at snapshot, or {@link #LATEST}
     * @return whether there is an item, and room for it; then {@code out} views a copy in {@code values}
     */
    boolean get(Buckets items, Probe probe, long at, ValueMemory values, ItemView out) {
        return find(items, probe) && goBack(at) && copy(at, values, out);
    }

    /**
     * The same, when an entry has been seen in this epoch that is probably the item's.
     *
     * @param candidate the place in it, or 0
     */
    boolean get(Buckets items, Probe probe, long candidate, long at, ValueMemory values, ItemView out) {
        return (candidate != 0 && isOf(candidate, probe) || find(items, probe)) && goBack(at)
                && copy(at, values, out);
    }

    /** Finds the newest version. @return false if there is none */
    boolean find(Buckets items, Probe probe) {
        long hash = probe.hash;
        while (true) {
            long state = items.state();
            for (long bucket = items.bucket(hash, state); bucket != 0; bucket = items.next(bucket)) {
                for (int i = 0; i < Buckets.SLOTS; i++) {
                    long entry = Buckets.entry(bucket, i);
                    if (((entry ^ hash) & ~Buckets.PLACE_MASK) == 0 && entry != 0
                            && isOf(entry & Buckets.PLACE_MASK, probe)) {
                        return true;
                    }
                }
            }
            if (!items.hasMoved(state)) {
                return false;
            }
            Thread.onSpinWait();
        }
    }

    private boolean isOf(long candidate, Probe probe) {
        go(candidate);
        return Records.isOf(record, probe);
    }

    private void go(long to) {
        place = to;
        long base = store.base(to);
        record = Store.address(base, to);
        if ((base & Store.COLD) != 0) {
            check();
        }
    }

    /** Stands on a version that is known from elsewhere. */
    void stand(long at) {
        go(at);
    }

    /** Goes to the version that is seen. @return false if it is that there is no item */
    boolean goBack(long at) {
        while (true) {
            sequence = sequence();
            int value = RecordLayout.VALUE.get(record);
            boolean unseen = at == LATEST
                    ? (value & RecordLayout.BATCH) != 0 && sequence > visibility.sequence() : sequence > at;
            if (!unseen) {
                return true;
            }
            long previous = Records.previous(record);
            if (previous == 0) {
                return false;
            }
            go(previous);
        }
    }

    /** Of the record, when nobody is replacing it. */
    private long sequence() {
        for (int tries = 0;; tries++) {
            long found = UnsafeApi.getLongAcquire(null, record); // sees Q1
            if (found != Records.REPLACING) {
                return found;
            }
            SpinWait.pause(tries);
        }
    }

    /** Copies the value. @return false if the item is deleted, or there is no room */
    boolean copy(long at, ValueMemory values, ItemView out) {
        while (true) {
            int value = RecordLayout.VALUE.get(record);
            if ((value & RecordLayout.DELETED) != 0) {
                return false;
            }
            int length = value & RecordLayout.LENGTH_MASK;
            long to = values.address(length);
            if (to == ValueMemory.NO_ROOM) {
                return false;
            }
            KeyBytes.copy(Records.value(record), to, length);
            UnsafeApi.loadFence();
            if (UnsafeApi.getLong(record) == sequence) { // sees Q1
                out.wrap(to, length, sequence);
                return true;
            }
            if (!goBack(at)) {
                return false;
            }
        }
    }

    private void check() {
        int offset = Store.offset(place);
        if (!Records.isWhole(record, store.end(place) - offset)) {
            throw new EngineException.Corrupt(StoreFiles.segmentName(Store.segmentId(place)), offset,
                    RecordLayout.LAYOUT.toString(), RecordLayout.CHECKSUM.name(),
                    RecordLayout.CHECKSUM.get(record), "the checksum of what is there");
        }
    }

    /** Where the version lies. */
    long record() {
        return record;
    }

    /** Its place. */
    long place() {
        return place;
    }
}
