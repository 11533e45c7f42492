package dev.dyno.cache.store;

import dev.dyno.api.Key;

/**
 * What stands before the key of an entry, narrow ({@link EntryLayout}) or wide ({@link WideEntryLayout}). Lengths come
 * from the word {@code lengths}, which is read once: what a reader without a lock makes of it agrees with itself.
 *
 * <p>Entries stand at multiples of {@link #UNIT_BYTES} and are never changed where they stand: a change is another
 * entry.
 */
final class EntryHeader {

    static final int UNIT_BYTES = 2;
    /** Bytes of the largest entry. */
    static final int ENTRY_BYTES_MAX = (1 << 21) - 1;

    private static final int ABSENT = 1 << 31;
    private static final int WIDE = 1 << 30;
    private static final int PARTITION_SHIFT = 22;
    private static final int SORT_SHIFT = 14;
    private static final int BYTE_MAX = 0xff;
    private static final int VALUE_MAX = (1 << SORT_SHIFT) - 1;
    private static final int SEQUENCE_BITS = 40;

    private EntryHeader() {
    }

    /** Bytes before the key that such an entry needs. */
    static int lengthFor(int table, int partition, int sort, int value, long sequence) {
        boolean narrow = ((table | partition | sort) & ~BYTE_MAX) == 0 && (value & ~VALUE_MAX) == 0
                && sequence >>> SEQUENCE_BITS == 0;
        return narrow ? EntryLayout.HEADER_LENGTH : WideEntryLayout.HEADER_LENGTH;
    }

    /** @param length as {@link #lengthFor} has it */
    static void write(long entry, int length, int table, int partition, int sort, int value, long sequence,
            int deadline, boolean absent) {
        int flag = absent ? ABSENT : 0;
        EntryLayout.SEQUENCE_LOW.set(entry, (int) sequence);
        EntryLayout.DEADLINE.set(entry, deadline);
        if (length == EntryLayout.HEADER_LENGTH) {
            EntryLayout.LENGTHS.set(entry, flag | partition << PARTITION_SHIFT | sort << SORT_SHIFT | value);
            EntryLayout.SEQUENCE_HIGH.set(entry, (int) (sequence >>> 32));
            EntryLayout.SPACE.set(entry, table);
        } else {
            WideEntryLayout.LENGTHS.set(entry, flag | WIDE | value);
            WideEntryLayout.SEQUENCE_HIGH.set(entry, (int) (sequence >>> 32));
            WideEntryLayout.SPACE.set(entry, table);
            WideEntryLayout.PARTITION_LENGTH.set(entry, partition);
            WideEntryLayout.SORT_LENGTH.set(entry, sort);
        }
    }

    static int lengths(long entry) {
        return EntryLayout.LENGTHS.get(entry);
    }

    static boolean isAbsent(int lengths) {
        return lengths < 0;
    }

    private static boolean isWide(int lengths) {
        return (lengths & WIDE) != 0;
    }

    /** Bytes before the key. */
    static int length(int lengths) {
        return isWide(lengths) ? WideEntryLayout.HEADER_LENGTH : EntryLayout.HEADER_LENGTH;
    }

    static int partitionLength(long entry, int lengths) {
        return isWide(lengths) ? WideEntryLayout.PARTITION_LENGTH.get(entry) : lengths >>> PARTITION_SHIFT & BYTE_MAX;
    }

    static int sortLength(long entry, int lengths) {
        return isWide(lengths) ? WideEntryLayout.SORT_LENGTH.get(entry) : lengths >>> SORT_SHIFT & BYTE_MAX;
    }

    static int valueLength(int lengths) {
        return lengths & (isWide(lengths) ? ENTRY_BYTES_MAX : VALUE_MAX);
    }

    static int table(long entry, int lengths) {
        return isWide(lengths) ? WideEntryLayout.SPACE.get(entry) : EntryLayout.SPACE.get(entry);
    }

    static long sequence(long entry, int lengths) {
        long high = isWide(lengths) ? WideEntryLayout.SEQUENCE_HIGH.get(entry) : EntryLayout.SEQUENCE_HIGH.get(entry);
        return high << 32 | EntryLayout.SEQUENCE_LOW.get(entry) & 0xffff_ffffL;
    }

    /** Bytes that an entry takes, with padding. */
    static int strideOf(long entry) {
        int lengths = lengths(entry);
        return stride(length(lengths) + partitionLength(entry, lengths) + sortLength(entry, lengths)
                + valueLength(lengths));
    }

    static int stride(int length) {
        return length + UNIT_BYTES - 1 & -UNIT_BYTES;
    }

    static void keyAt(long entry, Key into) {
        int lengths = lengths(entry);
        int partition = partitionLength(entry, lengths);
        long key = entry + length(lengths);
        into.wrap(key, partition, key + partition, sortLength(entry, lengths));
    }
}
