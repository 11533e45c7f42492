package dev.dyno.btree;

import dev.dyno.core.key.KeyCodec;
import org.agrona.UnsafeApi;

/**
 * Neighbouring entries of a leaf, copied together: whole key, value, sequence. One look at the leaf's version is good
 * for all of them, and their cache misses overlap: entries lie in the heap in the order in which they came, and a step
 * that copied one would wait for each.
 *
 * <p>Runs grow with the walk, because the first steps of a cursor may be its last. In memory an entry is {sequence u64,
 * key length u32, upper word of its reference u32, key, value}, key and value each padded to words.
 *
 * <p>Threads: the cursor's.
 */
final class LeafRun {

    private static final int ENTRIES_FIRST = 16;
    private static final int ENTRIES_MAX = 64;
    private static final int HEADER_BYTES = 16;
    private static final int LINE_BYTES = 64;

    private final long memory;
    private final int bytes;
    private final int pageBytes;
    private int entriesMax;
    /** The entry stood on, the one behind it, and how many there are from there on. */
    private long at;
    private long next;
    private int left;
    private long last;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    /** @param memory of {@link #bytes} */
    LeafRun(long memory, int pageBytes) {
        this.memory = memory;
        this.pageBytes = pageBytes;
        bytes = bytes(pageBytes);
    }

    /** Room for the longest key and value that a page can hold, so that a run is never empty. */
    static int bytes(int pageBytes) {
        return HEADER_BYTES + KeyCodec.BYTES_MAX + pageBytes + 2 * Long.BYTES & -Long.BYTES;
    }

    /** Of a new walk: nothing to show. */
    void clear() {
        left = 0;
        entriesMax = ENTRIES_FIRST;
    }

    /** Moves to the next entry. @return false if there is none */
    boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        at = next;
        next = at + HEADER_BYTES + words(keyLength()) + words(PageLayout.storedBytes(upper()));
        return true;
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
    int fill(long leaf, long prefix, int prefixLength, int index, int step, int wanted) {
        int count = Math.min(wanted, entriesMax);
        entriesMax = Math.min(2 * entriesMax, ENTRIES_MAX);
        long references = PageLayout.references(leaf, 0, PageLayout.CAPACITY.get(leaf)) + 8L * index;
        touch(leaf, references, 8L * step, count);
        long to = memory;
        long end = memory + bytes;
        int copied = 0;
        while (copied < count) {
            long reference = UnsafeApi.getLong(references + 8L * step * copied);
            int upper = PageLayout.upper(reference);
            int suffix = PageLayout.keyLength(reference);
            int stored = PageLayout.storedBytes(upper);
            int keyLength = prefixLength + suffix;
            if (stored > pageBytes || keyLength > KeyCodec.BYTES_MAX
                    || to + HEADER_BYTES + words(keyLength) + words(stored) > end) {
                break;
            }
            long entry = leaf + PageLayout.offset(reference);
            UnsafeApi.putLong(to, UnsafeApi.getLong(entry));
            UnsafeApi.putInt(to + 8, keyLength);
            UnsafeApi.putInt(to + 12, upper);
            last = to;
            to += HEADER_BYTES;
            copyWords(prefix, to, prefixLength);
            copyWords(entry + PageLayout.SEQUENCE_BYTES, to + prefixLength, suffix);
            to += words(keyLength);
            copyWords(entry + PageLayout.SEQUENCE_BYTES + suffix, to, stored);
            to += words(stored);
            copied++;
        }
        next = memory;
        left = copied;
        return copied;
    }

    /** Loads the lines that {@link #fill} will copy; none of these loads waits for another. */
    private void touch(long leaf, long references, long step, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long entry = leaf + PageLayout.offset(UnsafeApi.getLong(references + step * i));
            sum += UnsafeApi.getLong(entry) + UnsafeApi.getLong(entry + LINE_BYTES)
                    + UnsafeApi.getLong(entry + 2 * LINE_BYTES);
        }
        touched = sum;
    }

    private static int words(int length) {
        return length + 7 & -8;
    }

    /** Copies whole words, so up to 7 bytes more on both sides; for short lengths a copy routine's call costs more. */
    static void copyWords(long from, long to, int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            UnsafeApi.putLong(to + i, UnsafeApi.getLong(from + i));
        }
    }

    long sequence() {
        return UnsafeApi.getLong(at);
    }

    int keyLength() {
        return UnsafeApi.getInt(at + 8);
    }

    private int upper() {
        return UnsafeApi.getInt(at + 12);
    }

    boolean isLarge() {
        return PageLayout.isLarge(upper());
    }

    long key() {
        return at + HEADER_BYTES;
    }

    int valueLength() {
        return PageLayout.valueLength(upper());
    }

    /** Of an entry that is not large. */
    long value() {
        return at + HEADER_BYTES + words(keyLength());
    }

    /** Of the entry that was copied last. */
    long lastKey() {
        return last + HEADER_BYTES;
    }

    int lastKeyLength() {
        return UnsafeApi.getInt(last + 8);
    }
}
