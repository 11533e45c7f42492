package dev.dyno.core.page;

import dev.dyno.api.EngineException;
import dev.dyno.api.layout.Field;
import org.agrona.UnsafeApi;

/**
 * Operations on slotted pages at raw addresses: nodes of trees, of memtables, blocks of tables. There is no object per
 * page, because one would cost more than the search in it. See {@link PageLayout} and {@link SlotLayout} for the bytes.
 *
 * <p>Search: the key is compared with the prefix once; then a binary search on the heads, one unsigned comparison of
 * words per step, which reads a tail only where heads are equal.
 *
 * <p>Invariants
 * <ul>
 * <li>B1 keys increase strictly with the slot's index
 * <li>B2 tails and values lie between heapStart and the prefix
 * <li>B3 the bytes of tails, values and garbage add up to the heap's
 * </ul>
 *
 * <p>Threads: none of its own. An optimistic reader may take other bytes for a slot (it read the count before a slot
 * went): whatever they are, {@link #find}, {@link #valueAddress} and the bounded {@link #copyKey(long, int, long, int)}
 * end and read at most {@value #REACH_BYTES} bytes from the page's start, which must be there; answers count only after
 * validation.
 */
public final class SlottedPage {

    /** Bytes a page has for slots, heap and prefix is its size less this. */
    public static final int HEADER_BYTES = PageLayout.LENGTH;
    /** Bytes an entry takes besides its tail and value. */
    public static final int SLOT_BYTES = SlotLayout.LENGTH;
    public static final int PAGE_BYTES_MAX = 1 << 16;
    private static final int HEAD_BYTES = Long.BYTES;
    /** Offsets of a page lie below this power of two, or say where nothing is; any others are a torn reader's. */
    private static final int OFFSET_MASK = PAGE_BYTES_MAX - 1;
    /** From the start of a page: what lies behind the greatest offset is as long as a length of 16 bits can say. */
    public static final int REACH_BYTES = 2 * PAGE_BYTES_MAX;

    private SlottedPage() {
    }

    /** Makes an empty page whose keys all begin with a prefix; the owner's fields are zero. */
    public static void init(long page, int pageBytes, long prefix, int prefixLength) {
        if (pageBytes > PAGE_BYTES_MAX || prefixLength > pageBytes - HEADER_BYTES) {
            throw new IllegalArgumentException("page does not hold its prefix: pageBytes=" + pageBytes
                    + ", prefixBytes=" + prefixLength + ", limit=" + PAGE_BYTES_MAX);
        }
        UnsafeApi.setMemory(page, HEADER_BYTES, (byte) 0);
        PageLayout.PAGE_BYTES.set(page, pageBytes);
        PageLayout.PREFIX_LENGTH.set(page, prefixLength);
        PageLayout.HEAP_START.set(page, pageBytes - prefixLength);
        UnsafeApi.copyMemory(prefix, page + pageBytes - prefixLength, prefixLength);
    }

    public static int count(long page) {
        return PageLayout.COUNT.get(page);
    }

    public static int prefixLength(long page) {
        return PageLayout.PREFIX_LENGTH.get(page);
    }

    public static long prefixAddress(long page) {
        return page + PageLayout.PAGE_BYTES.get(page) - prefixLength(page);
    }

    /** The owner's word of 32 bits. */
    public static int owner(long page) {
        return PageLayout.OWNER.get(page);
    }

    public static void owner(long page, int value) {
        PageLayout.OWNER.set(page, value);
    }

    /** The owner's word of 64 bits. */
    public static long ownerWord(long page) {
        return PageLayout.OWNER_WORD.get(page);
    }

    public static void ownerWord(long page, long value) {
        PageLayout.OWNER_WORD.set(page, value);
    }

    /** Bytes between slots and heap. */
    public static int freeBytes(long page) {
        return PageLayout.HEAP_START.get(page) - HEADER_BYTES - SLOT_BYTES * count(page);
    }

    /** Bytes there would be after {@link #compact}. */
    public static int reclaimableBytes(long page) {
        return freeBytes(page) + PageLayout.GARBAGE_BYTES.get(page);
    }

    /** Bytes that an entry takes in this page. */
    public static int entryBytes(long page, int keyLength, int valueLength) {
        return SLOT_BYTES + Math.max(0, keyLength - prefixLength(page) - HEAD_BYTES) + valueLength;
    }

    /**
     * Finds a key.
     *
     * @return its index, or {@code -index - 1} of the first greater key
     */
    public static int find(long page, long key, int keyLength) {
        int prefix = prefixLength(page);
        int order = KeyBytes.compare(key, Math.min(keyLength, prefix), prefixAddress(page), prefix);
        if (order != 0) {
            return order < 0 ? -1 : -count(page) - 1;
        }
        long suffix = key + prefix;
        int length = keyLength - prefix;
        long head = KeyBytes.head(suffix, length);
        int low = 0;
        int high = count(page) - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long slot = slot(page, middle);
            long other = SlotLayout.HEAD.get(slot);
            int compared = other == head ? compareBehindHead(page, slot, suffix, length)
                    : Long.compareUnsigned(other, head);
            if (compared < 0) {
                low = middle + 1;
            } else if (compared > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }

    static int compareBehindHead(long page, long slot, long suffix, int length) {
        int other = SlotLayout.SUFFIX_LENGTH.get(slot);
        if (other <= HEAD_BYTES || length <= HEAD_BYTES) {
            return Integer.compare(other, length);
        }
        return KeyBytes.compare(heapAddress(page, slot), other - HEAD_BYTES,
                suffix + HEAD_BYTES, length - HEAD_BYTES);
    }

    public static int keyLength(long page, int index) {
        return prefixLength(page) + SlotLayout.SUFFIX_LENGTH.get(slot(page, index));
    }

    /** Copies a whole key. @return its length */
    public static int copyKey(long page, int index, long to) {
        return copyKey(page, index, to, Integer.MAX_VALUE);
    }

    /**
     * Copies a whole key if it is not too long: for readers beside a writer, who may find any length in a slot. Lengths
     * are loaded once, so that the one that was compared is the one that is used.
     *
     * @return its length, or -1 if that is more than {@code bytesMax} and nothing was copied
     */
    public static int copyKey(long page, int index, long to, int bytesMax) {
        int prefix = prefixLength(page);
        long slot = slot(page, index);
        int suffix = SlotLayout.SUFFIX_LENGTH.get(slot);
        if (prefix + suffix > bytesMax) {
            return -1;
        }
        if (prefix > 0) { // a copy of nothing is a call all the same
            UnsafeApi.copyMemory(page + PageLayout.PAGE_BYTES.get(page) - prefix, to, prefix);
        }
        copySuffix(page, slot, suffix, to + prefix);
        return prefix + suffix;
    }

    private static void copySuffix(long page, long slot, int length, long to) {
        long head = SlotLayout.HEAD.get(slot);
        if (length >= HEAD_BYTES) {
            UnsafeApi.putLong(to, Long.reverseBytes(head));
        } else {
            for (int i = 0; i < length; i++) {
                UnsafeApi.putByte(to + i, (byte) (head >>> 56 - 8 * i));
            }
        }
        if (length > HEAD_BYTES) {
            UnsafeApi.copyMemory(heapAddress(page, slot), to + HEAD_BYTES, length - HEAD_BYTES);
        }
    }

    public static long valueAddress(long page, int index) {
        long slot = slot(page, index);
        return heapAddress(page, slot) + tailLength(slot);
    }

    public static int valueLength(long page, int index) {
        return SlotLayout.VALUE_LENGTH.get(slot(page, index));
    }

    /**
     * Inserts an entry that is not there.
     *
     * @param index where, from {@link #find}
     * @param key begins with the page's prefix
     * @return false if there is no room between slots and heap; {@link #compact} may make some
     */
    public static boolean insert(long page, int index, long key, int keyLength, long value, int valueLength) {
        int prefix = prefixLength(page);
        assert KeyBytes.compare(key, Math.min(prefix, keyLength), prefixAddress(page), prefix) == 0 : "prefix";
        return insertSuffix(page, index, key + prefix, keyLength - prefix, value, valueLength);
    }

    private static boolean insertSuffix(
            long page, int index, long suffix, int length, long value, int valueLength) {
        int tail = Math.max(0, length - HEAD_BYTES);
        if (freeBytes(page) < SLOT_BYTES + tail + valueLength) {
            return false;
        }
        int offset = PageLayout.HEAP_START.get(page) - tail - valueLength;
        PageLayout.HEAP_START.set(page, offset);
        if (tail > 0) {
            UnsafeApi.copyMemory(suffix + HEAD_BYTES, page + offset, tail);
        }
        KeyBytes.copy(value, page + offset + tail, valueLength);
        int count = count(page);
        long slot = slot(page, index);
        UnsafeApi.copyMemory(slot, slot + SLOT_BYTES, (long) SLOT_BYTES * (count - index));
        SlotLayout.HEAD.set(slot, KeyBytes.head(suffix, length));
        SlotLayout.OFFSET.set(slot, offset);
        SlotLayout.SUFFIX_LENGTH.set(slot, length);
        SlotLayout.VALUE_LENGTH.set(slot, valueLength);
        PageLayout.COUNT.set(page, count + 1);
        return true;
    }

    public static void remove(long page, int index) {
        int count = count(page);
        long slot = slot(page, index);
        addGarbage(page, tailLength(slot) + SlotLayout.VALUE_LENGTH.get(slot));
        UnsafeApi.copyMemory(slot + SLOT_BYTES, slot, (long) SLOT_BYTES * (count - index - 1));
        PageLayout.COUNT.set(page, count - 1);
    }

    /** Replaces a value by one that is not longer, in place. @return false if it is longer: remove and insert */
    public static boolean replace(long page, int index, long value, int valueLength) {
        long slot = slot(page, index);
        int before = SlotLayout.VALUE_LENGTH.get(slot);
        if (valueLength > before) {
            return false;
        }
        UnsafeApi.copyMemory(value, valueAddress(page, index), valueLength);
        SlotLayout.VALUE_LENGTH.set(slot, valueLength);
        addGarbage(page, before - valueLength);
        return true;
    }

    /** Squeezes the garbage out. @param scratch memory of a page's size */
    public static void compact(long page, long scratch) {
        int bytes = PageLayout.PAGE_BYTES.get(page);
        init(scratch, bytes, prefixAddress(page), prefixLength(page));
        owner(scratch, owner(page));
        ownerWord(scratch, ownerWord(page));
        PageLayout.CHECKSUM.set(scratch, PageLayout.CHECKSUM.get(page));
        copyRange(page, 0, count(page), scratch);
        UnsafeApi.copyMemory(scratch, page, bytes);
    }

    /**
     * Appends entries to a page whose keys are all smaller: for splits, merges and new prefixes. The prefix of
     * {@code to} may be longer or shorter, as long as the copied keys begin with it.
     *
     * @return the index of the first entry that found no room; {@code end} if all did
     */
    public static int copyRange(long from, int begin, int end, long to) {
        int prefix = prefixLength(from);
        int target = prefixLength(to);
        for (int i = begin; i < end; i++) {
            long slot = slot(from, i);
            int suffix = prefix + SlotLayout.SUFFIX_LENGTH.get(slot) - target;
            int value = SlotLayout.VALUE_LENGTH.get(slot);
            int tail = Math.max(0, suffix - HEAD_BYTES);
            int offset = PageLayout.HEAP_START.get(to) - tail - value;
            if (freeBytes(to) < SLOT_BYTES + tail + value) {
                return i;
            }
            long next = slot(to, count(to));
            SlotLayout.HEAD.set(next, headAt(from, i, target));
            for (int b = 0; b < tail; b++) {
                UnsafeApi.putByte(to + offset + b, keyByte(from, i, target + HEAD_BYTES + b));
            }
            KeyBytes.copy(valueAddress(from, i), to + offset + tail, value);
            SlotLayout.OFFSET.set(next, offset);
            SlotLayout.SUFFIX_LENGTH.set(next, suffix);
            SlotLayout.VALUE_LENGTH.set(next, value);
            PageLayout.HEAP_START.set(to, offset);
            PageLayout.COUNT.set(to, count(to) + 1);
        }
        return end;
    }

    /** The head that a key has behind a prefix of another length. */
    private static long headAt(long page, int index, int prefix) {
        if (prefix == prefixLength(page)) {
            return SlotLayout.HEAD.get(slot(page, index));
        }
        long head = 0;
        int length = Math.min(HEAD_BYTES, keyLength(page, index) - prefix);
        for (int i = 0; i < length; i++) {
            head |= (keyByte(page, index, prefix + i) & 0xffL) << 56 - 8 * i;
        }
        return head;
    }

    private static byte keyByte(long page, int index, int at) {
        int prefix = prefixLength(page);
        if (at < prefix) {
            return UnsafeApi.getByte(prefixAddress(page) + at);
        }
        long slot = slot(page, index);
        int behind = at - prefix;
        return behind < HEAD_BYTES ? (byte) (SlotLayout.HEAD.get(slot) >>> 56 - 8 * behind)
                : UnsafeApi.getByte(heapAddress(page, slot) + behind - HEAD_BYTES);
    }

    /** The index from which the upper half by bytes begins, for a split: from 1 to count - 1. */
    public static int splitIndex(long page) {
        int count = count(page);
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += entryBytes(page, keyLength(page, i), valueLength(page, i));
        }
        long below = 0;
        int index = 0;
        while (index < count - 1 && below < total / 2) {
            below += entryBytes(page, keyLength(page, index), valueLength(page, index));
            index++;
        }
        return Math.max(1, index);
    }

    /**
     * Checks every invariant of a page that was read from a file, so that nothing points outside it.
     *
     * @throws EngineException.Corrupt naming the field
     */
    public static void check(long page, int pageBytes, String file, long position) {
        int heapEnd = pageBytes - prefixLength(page);
        int heapStart = PageLayout.HEAP_START.get(page);
        long slotsEnd = HEADER_BYTES + (long) SLOT_BYTES * count(page);
        expect(PageLayout.PAGE_BYTES.get(page) == pageBytes, PageLayout.PAGE_BYTES, page, pageBytes, file, position);
        expect(heapStart >= slotsEnd && heapStart <= heapEnd, PageLayout.HEAP_START, page,
                slotsEnd + " to " + heapEnd + " (B2)", file, position);
        long used = PageLayout.GARBAGE_BYTES.get(page);
        for (int i = 0; i < count(page); i++) {
            long slot = slot(page, i);
            int offset = SlotLayout.OFFSET.get(slot);
            int bytes = tailLength(slot) + SlotLayout.VALUE_LENGTH.get(slot);
            long at = position + slot - page;
            expect(offset >= heapStart && offset <= heapEnd - bytes, SlotLayout.OFFSET, slot,
                    heapStart + " to " + (heapEnd - bytes) + " (B2)", file, at);
            expect(i == 0 || compareSlots(page, slot - SLOT_BYTES, slot) < 0, SlotLayout.HEAD, slot,
                    "a greater key (B1)", file, at);
            used += bytes;
        }
        expect(used == heapEnd - heapStart, PageLayout.GARBAGE_BYTES, page, "a sum of " + (heapEnd - heapStart)
                + ", is " + used + " (B3)", file, position);
    }

    /** The order of the keys of two slots, wherever these lie; the rest of the keys is in the page. */
    static int compareSlots(long page, long a, long b) {
        long head = SlotLayout.HEAD.get(a);
        long other = SlotLayout.HEAD.get(b);
        return head != other ? Long.compareUnsigned(head, other)
                : compareBehindHead(page, a, heapAddress(page, b) - HEAD_BYTES, SlotLayout.SUFFIX_LENGTH.get(b));
    }

    private static void expect(boolean holds, Field field, long at, Object expected, String file, long position) {
        if (!holds) {
            Object found = switch (field) {
                case Field.U16 f -> f.get(at);
                case Field.U32 f -> f.get(at);
                case Field.U64 f -> f.get(at);
                default -> "";
            };
            throw field.layout().corrupt(file, position, field, found, expected);
        }
    }

    private static void addGarbage(long page, int bytes) {
        PageLayout.GARBAGE_BYTES.set(page, PageLayout.GARBAGE_BYTES.get(page) + bytes);
    }

    private static int tailLength(long slot) {
        return Math.max(0, SlotLayout.SUFFIX_LENGTH.get(slot) - HEAD_BYTES);
    }

    private static long heapAddress(long page, long slot) {
        return page + (SlotLayout.OFFSET.get(slot) & OFFSET_MASK);
    }

    static long slot(long page, int index) {
        return page + HEADER_BYTES + (long) SLOT_BYTES * index;
    }
}
