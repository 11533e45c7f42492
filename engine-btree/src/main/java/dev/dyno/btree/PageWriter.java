package dev.dyno.btree;

import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Changes pages. Small changes are made in place; what changes fences, prefix or capacity builds the page anew beside
 * it, from entries of others, and installs it. The caller has the page to itself, see {@link Pages#beginWrite}.
 *
 * <p>Threads: the writer's.
 */
final class PageWriter {

    private static final int ENTRY_BYTES_GUESSED = 64;

    private final int pageBytes;
    private final long scratch;

    /** @param scratch memory of a page's size */
    PageWriter(int pageBytes, long scratch) {
        this.pageBytes = pageBytes;
        this.scratch = scratch;
    }

    /** Bytes that entries could take in addition if the page were built anew with a place for one more. */
    int room(long page) {
        return pageBytes - PageLayout.arraysEnd(PageLayout.LEVEL.get(page), PageLayout.COUNT.get(page) + 1)
                - liveHeapBytes(page);
    }

    /** Bytes of fences and entries. */
    int liveHeapBytes(long page) {
        return pageBytes - PageLayout.HEAP_START.get(page) - PageLayout.GARBAGE.get(page);
    }

    /** Bytes of entries. */
    int entriesBytes(long page) {
        return liveHeapBytes(page) - PageLayout.LOW_LENGTH.get(page) - PageLayout.HIGH_LENGTH.get(page);
    }

    /** Bytes of header, arrays for the entries there are, fences and entries. */
    int usedBytes(long page) {
        return PageLayout.arraysEnd(PageLayout.LEVEL.get(page), PageLayout.COUNT.get(page)) + liveHeapBytes(page);
    }

    /** Makes a page without entries and fences. */
    void init(long page, int pageId, int tableId, long sequence) {
        UnsafeApi.setMemory(page + PageLayout.LAST_SEQUENCE.offset(),
                PageLayout.LENGTH - PageLayout.LAST_SEQUENCE.offset(), (byte) 0);
        PageLayout.LAST_SEQUENCE.set(page, sequence);
        PageLayout.PAGE_ID.set(page, pageId);
        PageLayout.TABLE_ID.set(page, tableId);
        PageLayout.HEAP_START.set(page, pageBytes);
        PageLayout.KIND.set(page, PageLayout.TREE);
        PageLayout.CAPACITY.set(page, 8);
    }

    /** Begins to build a page with the fences of another. */
    void begin(long like, int count, int entriesBytes) {
        begin(PageLayout.LEVEL.get(like), lowFence(like), PageLayout.LOW_LENGTH.get(like), highFence(like),
                PageLayout.HIGH_LENGTH.get(like), count, entriesBytes);
    }

    /** Address of a page's low fence; 0 if it has none. */
    static long lowFence(long page) {
        int offset = PageLayout.LOW_OFFSET.get(page);
        return offset == 0 ? 0 : page + offset;
    }

    static long highFence(long page) {
        int offset = PageLayout.HIGH_OFFSET.get(page);
        return offset == 0 ? 0 : page + offset;
    }

    /** What every key between two fences begins with; an address of 0 is no fence. */
    static int prefix(long low, int lowLength, long high, int highLength) {
        return low == 0 || high == 0 ? 0 : KeyBytes.commonPrefix(low, lowLength, high, highLength);
    }

    /**
     * Begins to build a page.
     *
     * @param low address of the low fence, or 0 for none
     * @param count entries that it shall have room for at least
     * @param entriesBytes of the heap that they will take
     */
    void begin(int level, long low, int lowLength, long high, int highLength, int count, int entriesBytes) {
        UnsafeApi.setMemory(scratch, PageLayout.LENGTH, (byte) 0);
        PageLayout.LEVEL.set(scratch, level);
        PageLayout.KIND.set(scratch, PageLayout.TREE);
        PageLayout.HEAP_START.set(scratch, pageBytes);
        PageLayout.PREFIX_LENGTH.set(scratch, prefix(low, lowLength, high, highLength));
        int fences = 0;
        if (low != 0) {
            int offset = take(lowLength);
            UnsafeApi.copyMemory(low, scratch + offset, lowLength);
            PageLayout.LOW_OFFSET.set(scratch, offset);
            PageLayout.LOW_LENGTH.set(scratch, lowLength);
            fences += lowLength;
        }
        if (high != 0) {
            int offset = take(highLength);
            UnsafeApi.copyMemory(high, scratch + offset, highLength);
            PageLayout.HIGH_OFFSET.set(scratch, offset);
            PageLayout.HIGH_LENGTH.set(scratch, highLength);
            fences += highLength;
        }
        PageLayout.CAPACITY.set(scratch, capacity(pageBytes, level, count, entriesBytes, fences));
    }

    /** As many as will fit if those to come are like those there are. */
    static int capacity(int pageBytes, int level, int count, int entriesBytes, int fences) {
        int left = pageBytes - PageLayout.arraysEnd(level, count) - fences - entriesBytes;
        assert left >= 0 : "page overflows: count=" + count + ", entriesBytes=" + entriesBytes + ", fences=" + fences;
        int each = (count == 0 ? ENTRY_BYTES_GUESSED : entriesBytes / count) + (level == 0 ? 27 : 16);
        int capacity = count + left / each;
        while (capacity > count && PageLayout.arraysEnd(level, capacity) + fences + entriesBytes > pageBytes) {
            capacity--;
        }
        return capacity;
    }

    private int take(int bytes) {
        int offset = PageLayout.HEAP_START.get(scratch) - bytes;
        PageLayout.HEAP_START.set(scratch, offset);
        return offset;
    }

    void firstChild(int child) {
        PageLayout.FIRST_CHILD.set(scratch, child);
    }

    /** Appends entries {@code begin} to {@code end - 1} of another page to the one that is built. */
    void append(long source, int begin, int end) {
        int level = PageLayout.LEVEL.get(source);
        if (PageLayout.PREFIX_LENGTH.get(scratch) == PageLayout.PREFIX_LENGTH.get(source)) {
            appendAlike(source, begin, end, level);
        } else {
            appendReprefixed(source, begin, end, level);
        }
        if (level == 0 && (PageLayout.FLAGS.get(source) != 0 || mayHideHash(source))) {
            flag(scratch);
        }
    }

    private void appendReprefixed(long source, int begin, int end, int level) {
        int prefix = PageLayout.PREFIX_LENGTH.get(scratch);
        for (int i = begin; i < end; i++) {
            long reference = PageLayout.reference(source, i);
            int keyLength = PageLayout.PREFIX_LENGTH.get(source) + PageLayout.keyLength(reference) - prefix;
            int upper = PageLayout.upper(reference);
            int stored = level == 0 ? PageLayout.storedBytes(upper) : 0;
            int front = level == 0 ? PageLayout.SEQUENCE_BYTES : 0;
            int offset = take(front + keyLength + stored);
            long at = scratch + offset;
            if (level == 0) {
                UnsafeApi.putLong(at, PageReader.sequence(source, reference));
            }
            copyBehind(source, reference, prefix, at + front);
            KeyBytes.copy(PageReader.valueAddress(source, reference), at + front + keyLength, stored);
            int index = PageLayout.COUNT.get(scratch);
            add(index, at + front, PageLayout.reference(offset, keyLength, upper));
            if (level == 0) {
                copyLeafWords(source, i, index);
            }
        }
    }

    /** Where the prefix is the same, entries and what the arrays say of them are as they were. */
    private void appendAlike(long source, int begin, int end, int level) {
        int from = PageLayout.CAPACITY.get(source);
        int to = PageLayout.CAPACITY.get(scratch);
        int count = PageLayout.COUNT.get(scratch);
        int added = end - begin;
        assert count + added <= to : "count=" + count + ", added=" + added + ", capacity=" + to;
        copyWords(PageLayout.heads(source, level, from), begin, PageLayout.heads(scratch, level, to), count, added);
        if (level == 0) {
            copyWords(PageLayout.ties(source, from), begin, PageLayout.ties(scratch, to), count, added);
            UnsafeApi.copyMemory(source + PageLayout.LENGTH + begin, scratch + PageLayout.LENGTH + count, added);
        }
        long read = PageLayout.references(source, level, from) + 8L * begin;
        long written = PageLayout.references(scratch, level, to) + 8L * count;
        int front = level == 0 ? PageLayout.SEQUENCE_BYTES : 0;
        for (int i = 0; i < added; i++) {
            long reference = UnsafeApi.getLong(read + 8L * i);
            int keyLength = PageLayout.keyLength(reference);
            int upper = PageLayout.upper(reference);
            int bytes = front + keyLength + (level == 0 ? PageLayout.storedBytes(upper) : 0);
            int offset = take(bytes);
            KeyBytes.copy(source + PageLayout.offset(reference), scratch + offset, bytes);
            long moved = PageLayout.reference(offset, keyLength, upper);
            UnsafeApi.putLong(written + 8L * i, moved);
            if (level == 0) {
                putOffset(scratch, to, count + i, moved);
            }
        }
        PageLayout.COUNT.set(scratch, count + added);
    }

    private static void copyWords(long from, int begin, long to, int at, int words) {
        UnsafeApi.copyMemory(from + 8L * begin, to + 8L * at, 8L * words);
    }

    /** T9: two leaves were put together; where they meet, nobody looked whether one hash has two partitions. */
    void flagIfTied(int begin) {
        boolean both = PageLayout.LEVEL.get(scratch) == 0 && begin > 0 && begin < PageLayout.COUNT.get(scratch);
        long heads = PageLayout.heads(scratch, 0, PageLayout.CAPACITY.get(scratch));
        int prefix = PageLayout.PREFIX_LENGTH.get(scratch);
        if (both && prefix < Long.BYTES
                && UnsafeApi.getLong(heads + 8L * begin) == UnsafeApi.getLong(heads + 8L * (begin - 1))) {
            long left = PageLayout.reference(scratch, begin - 1);
            long right = PageLayout.reference(scratch, begin);
            long key = PageReader.keyAddress(scratch, left);
            int shared = KeyBytes.commonPrefix(key, PageLayout.keyLength(left),
                    PageReader.keyAddress(scratch, right), PageLayout.keyLength(right));
            if (prefix + shared < KeyCodec.PREFIX_BYTES + KeyCodec.partitionLength(key - prefix)) {
                flag(scratch);
            }
        }
    }

    private void copyLeafWords(long source, int from, int to) {
        UnsafeApi.putByte(scratch + PageLayout.LENGTH + to, UnsafeApi.getByte(source + PageLayout.LENGTH + from));
        UnsafeApi.putLong(PageLayout.ties(scratch, PageLayout.CAPACITY.get(scratch)) + 8L * to,
                UnsafeApi.getLong(PageLayout.ties(source, PageLayout.CAPACITY.get(source)) + 8L * from));
    }

    /** Whether a leaf's prefix holds the hash but not the partition: nobody looked whether it has two of one hash. */
    private static boolean mayHideHash(long source) {
        int prefix = PageLayout.PREFIX_LENGTH.get(source);
        return prefix >= Long.BYTES && (prefix < KeyCodec.PREFIX_BYTES
                || prefix < KeyCodec.PREFIX_BYTES + KeyCodec.partitionLength(lowFence(source)));
    }

    /** T9: keys of two partitions with one hash may be in the leaf; inserts must compare whole keys. */
    static void flag(long page) {
        PageLayout.FLAGS.set(page, PageLayout.COLLIDES);
    }

    /** Copies a key without its first {@code prefix} bytes. */
    private static void copyBehind(long source, long reference, int prefix, long to) {
        int sourcePrefix = PageLayout.PREFIX_LENGTH.get(source);
        int length = PageLayout.keyLength(reference);
        long key = PageReader.keyAddress(source, reference);
        if (prefix <= sourcePrefix) {
            int more = sourcePrefix - prefix;
            KeyBytes.copy(source + PageLayout.LOW_OFFSET.get(source) + prefix, to, more);
            KeyBytes.copy(key, to + more, length);
        } else {
            int less = prefix - sourcePrefix;
            KeyBytes.copy(key + less, to, length - less);
        }
    }

    /** Appends a separator to the inner page that is built. */
    void appendSeparator(long key, int keyLength, int child) {
        int prefix = PageLayout.PREFIX_LENGTH.get(scratch);
        int length = keyLength - prefix;
        int offset = take(length);
        UnsafeApi.copyMemory(key + prefix, scratch + offset, length);
        add(PageLayout.COUNT.get(scratch), scratch + offset, PageLayout.reference(offset, length, child));
    }

    private void add(int index, long key, long reference) {
        int level = PageLayout.LEVEL.get(scratch);
        int capacity = PageLayout.CAPACITY.get(scratch);
        assert index < capacity : "index=" + index + ", capacity=" + capacity;
        UnsafeApi.putLong(PageLayout.heads(scratch, level, capacity) + 8L * index,
                KeyBytes.head(key, PageLayout.keyLength(reference)));
        UnsafeApi.putLong(PageLayout.references(scratch, level, capacity) + 8L * index, reference);
        if (level == 0) {
            putOffset(scratch, capacity, index, reference);
        }
        PageLayout.COUNT.set(scratch, index + 1);
    }

    private static void putOffset(long page, int capacity, int index, long reference) {
        UnsafeApi.putShort(PageLayout.offsets(page, capacity) + 2L * index, (short) PageLayout.offset(reference));
    }

    /** Puts what was built in the place of a page, which keeps its version, last sequence, number and table. */
    void install(long page) {
        PageLayout.LAST_SEQUENCE.set(scratch, PageLayout.LAST_SEQUENCE.get(page));
        PageLayout.PREVIOUS.set(scratch, PageLayout.PREVIOUS.get(page));
        PageLayout.PAGE_ID.set(scratch, PageLayout.PAGE_ID.get(page));
        PageLayout.TABLE_ID.set(scratch, PageLayout.TABLE_ID.get(page));
        int from = PageLayout.LAST_SEQUENCE.offset();
        int arraysEnd = PageLayout.arraysEnd(PageLayout.LEVEL.get(scratch), PageLayout.CAPACITY.get(scratch));
        int heap = PageLayout.HEAP_START.get(scratch);
        UnsafeApi.copyMemory(scratch + from, page + from, arraysEnd - from);
        UnsafeApi.copyMemory(scratch + heap, page + heap, pageBytes - heap); // without what is free
    }

    /** Makes room between arrays and heap for one more entry; there is {@link #room} for it. */
    private void makeRoom(long page, int bytes) {
        int level = PageLayout.LEVEL.get(page);
        int count = PageLayout.COUNT.get(page);
        int capacity = PageLayout.CAPACITY.get(page);
        int gap = PageLayout.HEAP_START.get(page) - PageLayout.arraysEnd(level, capacity);
        if (count < capacity && gap >= bytes) {
            return;
        }
        begin(page, count + 1, entriesBytes(page) + bytes);
        firstChild(PageLayout.FIRST_CHILD.get(page));
        append(page, 0, count);
        install(page);
    }

    /**
     * Inserts an item into a leaf that has room.
     *
     * @param upper length and place of the value
     * @param stored address of what the entry holds: the value, or the word that says where it is
     */
    void insertItem(long page, int index, Probe key, long sequence, int upper, long stored) {
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        int keyLength = key.length - prefix;
        int storedBytes = PageLayout.storedBytes(upper);
        int bytes = PageLayout.SEQUENCE_BYTES + keyLength + storedBytes;
        makeRoom(page, bytes);
        int offset = PageLayout.HEAP_START.get(page) - bytes;
        PageLayout.HEAP_START.set(page, offset);
        long at = page + offset;
        UnsafeApi.putLong(at, sequence);
        KeyBytes.copy(key.address + prefix, at + PageLayout.SEQUENCE_BYTES, keyLength);
        KeyBytes.copy(stored, at + PageLayout.SEQUENCE_BYTES + keyLength, storedBytes);
        openEntry(page, index, KeyBytes.head(key.address + prefix, keyLength),
                PageLayout.reference(offset, keyLength, upper));
        UnsafeApi.putByte(page + PageLayout.LENGTH + index, (byte) key.fingerprints);
        UnsafeApi.putLong(PageLayout.ties(page, PageLayout.CAPACITY.get(page)) + 8L * index, key.tie);
    }

    /** Inserts a separator and the child right of it into an inner page that has room. */
    void insertChild(long page, int index, long key, int length, int child) {
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        int keyLength = length - prefix;
        makeRoom(page, keyLength);
        int offset = PageLayout.HEAP_START.get(page) - keyLength;
        PageLayout.HEAP_START.set(page, offset);
        UnsafeApi.copyMemory(key + prefix, page + offset, keyLength);
        openEntry(page, index, KeyBytes.head(key + prefix, keyLength), PageLayout.reference(offset, keyLength, child));
    }

    private void openEntry(long page, int index, long head, long reference) {
        int level = PageLayout.LEVEL.get(page);
        int count = PageLayout.COUNT.get(page);
        int capacity = PageLayout.CAPACITY.get(page);
        if (level == 0) {
            long fingerprint = page + PageLayout.LENGTH + index;
            UnsafeApi.copyMemory(fingerprint, fingerprint + 1, count - index);
            long offset = PageLayout.offsets(page, capacity) + 2L * index;
            UnsafeApi.copyMemory(offset, offset + 2, 2L * (count - index));
            putOffset(page, capacity, index, reference);
            openWord(PageLayout.ties(page, capacity) + 8L * index, count - index);
        }
        openWord(PageLayout.heads(page, level, capacity) + 8L * index, count - index);
        UnsafeApi.putLong(PageLayout.heads(page, level, capacity) + 8L * index, head);
        openWord(PageLayout.references(page, level, capacity) + 8L * index, count - index);
        UnsafeApi.putLong(PageLayout.references(page, level, capacity) + 8L * index, reference);
        PageLayout.COUNT.set(page, count + 1);
    }

    private static void openWord(long at, int rest) {
        UnsafeApi.copyMemory(at, at + 8, 8L * rest);
    }

    private static void closeWord(long at, int rest) {
        UnsafeApi.copyMemory(at + 8, at, 8L * rest);
    }

    /** Removes an entry; of an inner page, with the child right of it. */
    void remove(long page, int index) {
        int level = PageLayout.LEVEL.get(page);
        int rest = PageLayout.COUNT.get(page) - index - 1;
        int capacity = PageLayout.CAPACITY.get(page);
        PageLayout.GARBAGE.set(page, PageLayout.GARBAGE.get(page) + PageReader.entryBytes(page, index));
        if (level == 0) {
            long fingerprint = page + PageLayout.LENGTH + index;
            UnsafeApi.copyMemory(fingerprint + 1, fingerprint, rest);
            long offset = PageLayout.offsets(page, capacity) + 2L * index;
            UnsafeApi.copyMemory(offset + 2, offset, 2L * rest);
            closeWord(PageLayout.ties(page, capacity) + 8L * index, rest);
        }
        closeWord(PageLayout.heads(page, level, capacity) + 8L * index, rest);
        closeWord(PageLayout.references(page, level, capacity) + 8L * index, rest);
        PageLayout.COUNT.set(page, PageLayout.COUNT.get(page) - 1);
    }

    /** Replaces an item by one that takes as many bytes. */
    void overwrite(long page, int index, long sequence, int upper, long stored) {
        long reference = PageLayout.reference(page, index);
        UnsafeApi.putLong(page + PageLayout.offset(reference), sequence);
        KeyBytes.copy(stored, PageReader.valueAddress(page, reference), PageLayout.storedBytes(upper));
        long references = PageLayout.references(page, 0, PageLayout.CAPACITY.get(page));
        UnsafeApi.putLong(references + 8L * index,
                PageLayout.reference(PageLayout.offset(reference), PageLayout.keyLength(reference), upper));
    }
}
