package dev.dyno.btree;

import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Searches in one page: of the writer's, of a copy, or of a page that somebody writes meanwhile.
 *
 * <p>In the last case everything read may be garbage, and the answer counts only after the page's version was found
 * unchanged. Every method ends and stays within reach: offsets have 16 bits, lengths that are read are clamped to the
 * key's, and {@link Pages} keeps room behind the last page for what that can touch.
 *
 * <p>Threads: none of its own, no state.
 */
final class PageReader {

    /** Bytes behind a page's start that a search may touch, whatever the page holds. */
    static final int REACH_BYTES = 2 << 20;
    private static final int LINE_BYTES = 64;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private PageReader() {
    }

    /** @return the index of a key, or {@code ~index} of the first greater one; the key begins with the prefix */
    static int search(long page, long key, int keyLength) {
        int capacity = PageLayout.CAPACITY.get(page);
        int prefix = Math.min(PageLayout.PREFIX_LENGTH.get(page), keyLength);
        int level = PageLayout.LEVEL.get(page);
        long heads = PageLayout.heads(page, level, capacity);
        long references = PageLayout.references(page, level, capacity);
        long suffix = key + prefix;
        int length = keyLength - prefix;
        long head = KeyBytes.head(suffix, length);
        int low = 0;
        int high = PageLayout.COUNT.get(page);
        while (low < high) {
            int middle = low + high >>> 1;
            long other = UnsafeApi.getLong(heads + 8L * middle);
            if (other == head) {
                int order = compareBehindHead(page, references + 8L * middle, suffix, length);
                if (order == 0) {
                    return middle;
                }
                low = order < 0 ? middle + 1 : low;
                high = order < 0 ? high : middle;
            } else if (Long.compareUnsigned(other, head) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return ~low;
    }

    /** Heads are equal: if one key is no longer than its head, the shorter is the smaller. */
    private static int compareBehindHead(long page, long referenceAddress, long suffix, int length) {
        long reference = UnsafeApi.getLong(referenceAddress);
        int other = PageLayout.keyLength(reference);
        if (other <= Long.BYTES || length <= Long.BYTES) {
            return Integer.compare(other, length);
        }
        return KeyBytes.compare(keyAddress(page, reference) + Long.BYTES, other - Long.BYTES,
                suffix + Long.BYTES, length - Long.BYTES);
    }

    /**
     * Where in a leaf an item that is not there goes. Looks at heads and ties only, and once at a neighbour: entries of
     * a partition lie all over the heap, and a search among them would wait for each that it looks at.
     *
     * @return the index, or {@code ~index} if the leaf has keys of the item's hash and of another partition: then it
     *     must be flagged before the item comes in
     */
    static int insertPoint(long page, Probe probe) {
        return insertPoint(page, probe, tieBound(page, probe));
    }

    /** The second half of {@link #insertPoint}, behind {@link #tieBound}. */
    static int insertPoint(long page, Probe probe, int bound) {
        if (isSearchedByKeys(page)) {
            return bound;
        }
        int neighbour = neighbour(page, probe, bound);
        boolean collides = neighbour >= 0 && !isOfPartition(page, neighbour, probe);
        return collides ? ~lowerBound(page, probe.address, probe.length) : bound;
    }

    /** The first half of {@link #insertPoint}: right if no other partition in the leaf has the item's hash. */
    static int tieBound(long page, Probe probe) {
        if (isSearchedByKeys(page)) {
            return lowerBound(page, probe.address, probe.length);
        }
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        int capacity = PageLayout.CAPACITY.get(page);
        long heads = PageLayout.heads(page, 0, capacity);
        long ties = PageLayout.ties(page, capacity);
        long head = KeyBytes.head(probe.address + prefix, probe.length - prefix);
        int low = 0;
        int high = PageLayout.COUNT.get(page);
        while (low < high) {
            int middle = low + high >>> 1;
            long other = UnsafeApi.getLong(heads + 8L * middle);
            int order = Long.compareUnsigned(other, head);
            if (order == 0) {
                order = Long.compareUnsigned(UnsafeApi.getLong(ties + 8L * middle), probe.tie);
            }
            if (order == 0) {
                order = compareBehindHead(page, PageLayout.references(page, 0, capacity) + 8L * middle,
                        probe.address + prefix, probe.length - prefix);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        return low;
    }

    /** Whether heads and ties do not tell where an item goes. */
    private static boolean isSearchedByKeys(long page) {
        return PageLayout.PREFIX_LENGTH.get(page) >= Long.BYTES || PageLayout.FLAGS.get(page) != 0;
    }

    /** An entry that has the item's hash, beside where the item goes; negative if there is none. */
    private static int neighbour(long page, Probe probe, int bound) {
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        long heads = PageLayout.heads(page, 0, PageLayout.CAPACITY.get(page));
        long head = KeyBytes.head(probe.address + prefix, probe.length - prefix);
        int at = bound < PageLayout.COUNT.get(page) && UnsafeApi.getLong(heads + 8L * bound) == head ? bound
                : bound - 1;
        return at >= 0 && UnsafeApi.getLong(heads + 8L * at) == head ? at : -1;
    }

    /** Whether an entry of a leaf is of a key's partition; the key begins with the prefix. */
    private static boolean isOfPartition(long page, int index, Probe probe) {
        long reference = PageLayout.reference(page, index);
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        int length = probe.partitionBytes() - prefix;
        return PageLayout.keyLength(reference) >= length
                && KeyBytes.compare(keyAddress(page, reference), length, probe.address + prefix, length) == 0;
    }

    /** The first entry at or behind a key. */
    static int lowerBound(long page, long key, int keyLength) {
        int found = search(page, key, keyLength);
        return found >= 0 ? found : ~found;
    }

    /** Whether a key, which begins with the prefix, is behind all in the page. */
    static boolean isBehindAll(long page, long key, int keyLength) {
        int count = PageLayout.COUNT.get(page);
        if (count == 0) {
            return true;
        }
        long last = PageLayout.reference(page, count - 1);
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        int order = KeyBytes.compare(keyAddress(page, last), PageLayout.keyLength(last), key + prefix,
                keyLength - prefix);
        return order < 0;
    }

    /**
     * {@link #lowerBound} in a leaf, by heads and ties: entries of one partition have one head, and a search among them
     * by whole keys would wait for each that it looks at.
     */
    static int leafBound(long page, long key, int keyLength) {
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        if (prefix >= Long.BYTES || PageLayout.FLAGS.get(page) != 0 || keyLength < KeyCodec.PREFIX_BYTES) {
            return lowerBound(page, key, keyLength);
        }
        int capacity = PageLayout.CAPACITY.get(page);
        int count = PageLayout.COUNT.get(page);
        long heads = PageLayout.heads(page, 0, capacity);
        long head = KeyBytes.head(key + prefix, keyLength - prefix);
        int first = firstNotBelow(heads, 0, count, head);
        if (first >= count || UnsafeApi.getLong(heads + 8L * first) != head) {
            return first;
        }
        long entry = PageReader.keyAddress(page, PageLayout.reference(page, first)) - prefix;
        int partition = Math.min(KeyCodec.PREFIX_BYTES + KeyCodec.partitionLength(entry), KeyCodec.BYTES_MAX);
        int order = KeyBytes.compare(key + Long.BYTES, Math.min(keyLength, partition) - Long.BYTES,
                entry + Long.BYTES, partition - Long.BYTES);
        if (order < 0) {
            return first;
        }
        int behind = head == -1 ? count : firstNotBelow(heads, first, count, head + 1);
        if (order > 0) {
            return behind;
        }
        long tie = KeyBytes.head(key + partition, keyLength - partition);
        int found = firstNotBelow(PageLayout.ties(page, capacity), first, behind, tie);
        while (found < behind && UnsafeApi.getLong(PageLayout.ties(page, capacity) + 8L * found) == tie
                && compareBehindHead(page, PageLayout.references(page, 0, capacity) + 8L * found, key + prefix,
                        keyLength - prefix) < 0) {
            found++;
        }
        return found;
    }

    /** The first word of a sorted array that is not less, as unsigned numbers go. */
    private static int firstNotBelow(long words, int from, int end, long word) {
        int low = from;
        int high = end;
        while (low < high) {
            int middle = low + high >>> 1;
            boolean below = Long.compareUnsigned(UnsafeApi.getLong(words + 8L * middle), word) < 0;
            low = below ? middle + 1 : low;
            high = below ? high : middle;
        }
        return low;
    }

    /** Which child holds a key, from 0. */
    static int childIndex(long page, long key, int keyLength) {
        int found = search(page, key, keyLength);
        return found >= 0 ? found + 1 : ~found;
    }

    static int child(long page, int childIndex) {
        return childIndex == 0 ? PageLayout.FIRST_CHILD.get(page)
                : PageLayout.upper(PageLayout.reference(page, childIndex - 1));
    }

    /**
     * Finds a key in a leaf by its fingerprint, 8 at a time: measured a fifth faster than a search by heads, because
     * items of one partition have heads that tie.
     *
     * @return its index, or -1
     */
    static int find(long page, Probe probe) {
        int count = PageLayout.COUNT.get(page);
        long fingerprints = page + PageLayout.LENGTH;
        for (int i = 0; i < count; i += Long.BYTES) {
            long word = UnsafeApi.getLong(fingerprints + i) ^ probe.fingerprints;
            // Zero bytes of word become high bits; a byte above a zero byte may too, and is told apart by the key.
            long matches = word - LOW_BITS & ~word & HIGH_BITS;
            while (matches != 0) {
                int index = i + (Long.numberOfTrailingZeros(matches) >>> 3);
                if (index < count && isKey(page, index, probe)) {
                    return index;
                }
                matches &= matches - 1;
            }
        }
        return -1;
    }

    /** As {@link #find}, by {@link #leafBound}. */
    static int findByHeads(long page, Probe probe) {
        int index = leafBound(page, probe.address, probe.length);
        return index < PageLayout.COUNT.get(page) && isKey(page, index, probe) ? index : -1;
    }

    /** The first entry whose fingerprint may be the key's; 0 if there is none. */
    static int firstMatch(long page, Probe probe) {
        int count = PageLayout.COUNT.get(page);
        long fingerprints = page + PageLayout.LENGTH;
        for (int i = 0; i < count; i += Long.BYTES) {
            long word = UnsafeApi.getLong(fingerprints + i) ^ probe.fingerprints;
            long matches = word - LOW_BITS & ~word & HIGH_BITS;
            if (matches != 0) {
                return i + (Long.numberOfTrailingZeros(matches) >>> 3);
            }
        }
        return 0;
    }

    /** The entry's address comes from the offsets, so that its lines and the reference's are waited for together. */
    private static boolean isKey(long page, int index, Probe probe) {
        int capacity = PageLayout.CAPACITY.get(page);
        long entry = page + (UnsafeApi.getShort(PageLayout.offsets(page, capacity) + 2L * index) & 0xffff);
        long reference = UnsafeApi.getLong(PageLayout.references(page, 0, capacity) + 8L * index);
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        int length = probe.length - prefix;
        return PageLayout.keyLength(reference) == length
                && equal(entry + PageLayout.SEQUENCE_BYTES, probe.address + prefix, length);
    }

    /** Asks for the lines that {@link #find} will look at, all at once. @return to be kept, or it is optimized away */
    static long touch(long page) {
        return UnsafeApi.getLong(page + 2 * LINE_BYTES) + UnsafeApi.getLong(page + 3 * LINE_BYTES)
                + UnsafeApi.getLong(page + 4 * LINE_BYTES) + UnsafeApi.getLong(page + 5 * LINE_BYTES);
    }

    /** Asks for the lines of a leaf that an insert looks at and moves. @return to be kept, or it is optimized away */
    static long touchForInsert(long page) {
        int capacity = PageLayout.CAPACITY.get(page);
        int bytes = Long.BYTES * PageLayout.COUNT.get(page);
        long heads = PageLayout.heads(page, 0, capacity);
        long ties = PageLayout.ties(page, capacity);
        long references = PageLayout.references(page, 0, capacity);
        long heap = page + PageLayout.HEAP_START.get(page);
        long sum = UnsafeApi.getLong(heap - Long.BYTES) + UnsafeApi.getLong(heap - LINE_BYTES)
                + UnsafeApi.getLong(heap - 2 * LINE_BYTES);
        for (long at = page + LINE_BYTES; at < heads; at += LINE_BYTES) {
            sum += UnsafeApi.getLong(at);
        }
        for (int at = 0; at < bytes; at += LINE_BYTES) {
            sum += UnsafeApi.getLong(heads + at) + UnsafeApi.getLong(ties + at) + UnsafeApi.getLong(references + at);
        }
        return sum;
    }

    /** As above, of the entry that {@link #insertPoint} compares with. */
    static long touchNeighbour(long page, Probe probe, int bound) {
        int neighbour = isSearchedByKeys(page) ? -1 : neighbour(page, probe, bound);
        return neighbour < 0 ? 0 : UnsafeApi.getLong(keyAddress(page, PageLayout.reference(page, neighbour)));
    }

    /**
     * Asks for the lines of heads and ties, which a search would wait for one after another.
     *
     * @return to be kept, or it is optimized away
     */
    static long touchHeads(long page, int pageBytes) {
        int capacity = PageLayout.CAPACITY.get(page);
        long heads = PageLayout.heads(page, 0, capacity);
        int bytes = Math.min(16 * capacity, pageBytes);
        long sum = 0;
        for (int at = 0; at < bytes; at += LINE_BYTES) {
            sum += UnsafeApi.getLong(heads + at);
        }
        return sum;
    }

    private static boolean equal(long a, long b, int length) {
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                if (UnsafeApi.getByte(a + i) != UnsafeApi.getByte(b + i)) {
                    return false;
                }
            }
            return true;
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if (UnsafeApi.getLong(a + i) != UnsafeApi.getLong(b + i)) {
                return false;
            }
        }
        return UnsafeApi.getLong(a + last) == UnsafeApi.getLong(b + last);
    }

    /** Of the bytes behind the prefix. */
    static long keyAddress(long page, long reference) {
        return page + PageLayout.offset(reference)
                + (PageLayout.LEVEL.get(page) == 0 ? PageLayout.SEQUENCE_BYTES : 0);
    }

    /** Of a leaf's value, or of the place where it lies. */
    static long valueAddress(long page, long reference) {
        return page + PageLayout.offset(reference) + PageLayout.SEQUENCE_BYTES + PageLayout.keyLength(reference);
    }

    static long sequence(long page, long reference) {
        return UnsafeApi.getLong(page + PageLayout.offset(reference));
    }

    /** Copies a whole key. @return its length */
    static int copyKey(long page, int index, long to) {
        long reference = PageLayout.reference(page, index);
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        int suffix = PageLayout.keyLength(reference);
        UnsafeApi.copyMemory(page + PageLayout.LOW_OFFSET.get(page), to, prefix);
        UnsafeApi.copyMemory(keyAddress(page, reference), to + prefix, suffix);
        return prefix + suffix;
    }

    /** Bytes of the heap that an entry takes. */
    static int entryBytes(long page, int index) {
        long reference = PageLayout.reference(page, index);
        int value = PageLayout.LEVEL.get(page) == 0
                ? PageLayout.SEQUENCE_BYTES + PageLayout.storedBytes(PageLayout.upper(reference)) : 0;
        return value + PageLayout.keyLength(reference);
    }
}
