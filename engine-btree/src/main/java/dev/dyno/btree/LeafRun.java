package dev.dyno.btree;

import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Neighbouring entries of a leaf, copied together: one look at the leaf's version is good for all of them.
 *
 * <p>A leaf that was loaded or built anew has its entries in the order of their keys, and then a run is one piece of
 * its heap: a single copy. Entries that came one by one lie anywhere; if too much would be copied with them, each is
 * copied for itself, all their lines asked for before, so that their cache misses overlap.
 *
 * <p>Runs grow with the walk, because the first steps of a cursor may be its last. In memory lie references as in a
 * page, then a whole key, then entries.
 *
 * <p>Threads: the cursor's.
 */
final class LeafRun {

    private static final int ENTRIES_FIRST = 16;
    private static final int ENTRIES_MAX = 128;
    /** A piece of the heap is copied whole if at least one byte of so many belongs to the run. */
    private static final int PIECE_PART = 2;
    private static final int LINE_BYTES = 64;

    private final int pageBytes;
    private final long references;
    private final long key;
    private final long entries;
    /** Add an offset to come to an entry. */
    private long base;
    private int prefixLength;
    private int entriesMax;
    private int count;
    private int next;
    /** Of the entry stood on. */
    private long reference;
    private long entry;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    /** @param memory of {@link #bytes} */
    LeafRun(long memory, int pageBytes) {
        this.pageBytes = pageBytes;
        references = memory;
        key = references + Long.BYTES * ENTRIES_MAX;
        entries = key + Probe.BYTES;
    }

    /** Room for references, a key, and what fits into a page. */
    static int bytes(int pageBytes) {
        return Long.BYTES * ENTRIES_MAX + Probe.BYTES + pageBytes;
    }

    /** Of a new walk: nothing to show. */
    void clear() {
        count = 0;
        next = 0;
        entriesMax = ENTRIES_FIRST;
    }

    /** Moves to the next entry. @return false if there is none */
    boolean next() {
        if (next == count) {
            return false;
        }
        show(next++);
        return true;
    }

    private void show(int index) {
        reference = UnsafeApi.getLong(references + 8L * index);
        entry = base + PageLayout.offset(reference);
    }

    /**
     * Copies entries; they count only if the leaf was not changed meanwhile. What is read may be garbage: lengths are
     * compared with a page's before they are used.
     *
     * @param prefix what the keys of the leaf begin with; memory of the caller's
     * @param index of the first entry
     * @param step to the next one: 1 or -1
     * @param wanted entries at most
     * @return how many were copied
     */
    int fill(long leaf, long prefix, int leafPrefixLength, int index, int step, int wanted) {
        int most = Math.min(wanted, entriesMax);
        entriesMax = ENTRIES_MAX;
        prefixLength = leafPrefixLength;
        KeyBytes.copy(prefix, key, leafPrefixLength);
        long from = PageLayout.references(leaf, 0, PageLayout.CAPACITY.get(leaf)) + 8L * index;
        int lowest = pageBytes;
        int highest = 0;
        int total = 0;
        int copied = 0;
        while (copied < most) {
            long found = UnsafeApi.getLong(from + 8L * step * copied);
            int stored = PageLayout.storedBytes(PageLayout.upper(found));
            int begin = PageLayout.offset(found);
            int length = PageLayout.SEQUENCE_BYTES + PageLayout.keyLength(found) + Math.min(stored, pageBytes);
            total += length;
            if (stored > pageBytes || begin + length > pageBytes || total > pageBytes
                    || prefixLength + PageLayout.keyLength(found) > KeyCodec.BYTES_MAX) {
                break;
            }
            UnsafeApi.putLong(references + 8L * copied, found);
            lowest = Math.min(lowest, begin);
            highest = Math.max(highest, begin + length);
            copied++;
        }
        if (highest - lowest <= PIECE_PART * total) {
            UnsafeApi.copyMemory(leaf + lowest, entries, Math.max(0, highest - lowest));
            base = entries - lowest;
        } else {
            gather(leaf, copied);
        }
        count = copied;
        next = 0;
        return copied;
    }

    /** Copies the entries that the references name, and makes the references name the copies. */
    private void gather(long leaf, int copied) {
        touch(leaf, copied);
        long to = entries;
        for (int i = 0; i < copied; i++) {
            long found = UnsafeApi.getLong(references + 8L * i);
            int upper = PageLayout.upper(found);
            int length = PageLayout.SEQUENCE_BYTES + PageLayout.keyLength(found) + PageLayout.storedBytes(upper);
            KeyBytes.copy(leaf + PageLayout.offset(found), to, length);
            UnsafeApi.putLong(references + 8L * i,
                    PageLayout.reference((int) (to - entries), PageLayout.keyLength(found), upper));
            to += length;
        }
        base = entries;
    }

    /** Loads the lines that {@link #gather} will copy; none of these loads waits for another. */
    private void touch(long leaf, int copied) {
        long sum = 0;
        for (int i = 0; i < copied; i++) {
            long at = leaf + PageLayout.offset(UnsafeApi.getLong(references + 8L * i));
            sum += UnsafeApi.getLong(at) + UnsafeApi.getLong(at + LINE_BYTES) + UnsafeApi.getLong(at + 2 * LINE_BYTES);
        }
        touched = sum;
    }

    long sequence() {
        return UnsafeApi.getLong(entry);
    }

    boolean isLarge() {
        return PageLayout.isLarge(PageLayout.upper(reference));
    }

    /** The whole key, until the run moves. */
    long key() {
        if (prefixLength == 0) {
            return entry + PageLayout.SEQUENCE_BYTES;
        }
        KeyBytes.copy(entry + PageLayout.SEQUENCE_BYTES, key + prefixLength, PageLayout.keyLength(reference));
        return key;
    }

    int keyLength() {
        return prefixLength + PageLayout.keyLength(reference);
    }

    int valueLength() {
        return PageLayout.valueLength(PageLayout.upper(reference));
    }

    /** Of an entry that is not large. */
    long value() {
        return entry + PageLayout.SEQUENCE_BYTES + PageLayout.keyLength(reference);
    }

    /** Copies the whole key of the entry that was copied last. @return its length */
    int copyLastKey(long to) {
        long last = UnsafeApi.getLong(references + 8L * (count - 1));
        int length = PageLayout.keyLength(last);
        KeyBytes.copy(key, to, prefixLength);
        KeyBytes.copy(base + PageLayout.offset(last) + PageLayout.SEQUENCE_BYTES, to + prefixLength, length);
        return prefixLength + length;
    }
}
