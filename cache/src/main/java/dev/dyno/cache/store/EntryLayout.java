package dev.dyno.cache.store;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One cached entry in memory: an item, the fact that there is none, or the answer to a query.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      4  sequenceLow      u32    of the commit it is known from; 0 for an item that was read as absent
 *      4      2  sequenceHigh     u16    its bits 32 to 47
 *      6      2  partitionLength  u16    bytes of the partition key
 *      8      4  deadline         u32    tick from which it is expired; see Ticks
 *     12      4  space            u32    id of its table; the highest bit: there is no such item
 *     16      4  lengths          u32    bytes of the value in the low 21 bits, of the sort key above
 *     20         key                     partition key, sort key
 *                value                   empty if there is no such item
 * </pre>
 *
 * <p>Entries stand at multiples of 8 bytes and are never changed where they stand: a change is another entry. 20 bytes
 * beside the key and the value, because small items are many: a commit above 2^48 or an entry of 2 MiB is not kept.
 */
public final class EntryLayout {

    public static final Layout LAYOUT = Layout.littleEndian("cache entry", 2);
    static final Field.U32 SEQUENCE_LOW =
            LAYOUT.u32("sequenceLow", "of the commit it is known from; 0 for an item that was read as absent");
    static final Field.U16 SEQUENCE_HIGH = LAYOUT.u16("sequenceHigh", "its bits 32 to 47");
    static final Field.U16 PARTITION_LENGTH = LAYOUT.u16("partitionLength", "bytes of the partition key");
    static final Field.U32 DEADLINE = LAYOUT.u32("deadline", "tick from which it is expired; see Ticks");
    static final Field.U32 SPACE = LAYOUT.u32("space", "id of its table; the highest bit: there is no such item");
    static final Field.U32 LENGTHS =
            LAYOUT.u32("lengths", "bytes of the value in the low 21 bits, of the sort key above");
    static final Field.Opaque KEY = LAYOUT.rest("key", "partition key, sort key");
    static final Field.Opaque VALUE = LAYOUT.rest("value", "empty if there is no such item");
    /** Bytes before the key. */
    public static final int HEADER_LENGTH = LAYOUT.seal(20);

    static final int NEGATIVE = 0x8000_0000;
    static final int UNIT_BYTES = 8;
    static final long SEQUENCE_MAX = (1L << 48) - 1;
    private static final int VALUE_BITS = 21;
    /** Bytes of the largest entry. */
    static final int LENGTH_MAX = (1 << VALUE_BITS) - 1;

    private EntryLayout() {
    }

    static long sequence(long entry) {
        return (long) SEQUENCE_HIGH.get(entry) << 32 | SEQUENCE_LOW.get(entry) & 0xffff_ffffL;
    }

    static void setSequence(long entry, long sequence) {
        SEQUENCE_LOW.set(entry, (int) sequence);
        SEQUENCE_HIGH.set(entry, (int) (sequence >>> 32));
    }

    static int lengths(int sortLength, int valueLength) {
        return sortLength << VALUE_BITS | valueLength;
    }

    static int sortLength(int lengths) {
        return lengths >>> VALUE_BITS;
    }

    static int valueLength(int lengths) {
        return lengths & LENGTH_MAX;
    }

    /** Bytes that an entry takes, with padding. */
    static int strideOf(long entry) {
        int lengths = LENGTHS.get(entry);
        return stride(HEADER_LENGTH + PARTITION_LENGTH.get(entry) + sortLength(lengths) + valueLength(lengths));
    }

    static int stride(int length) {
        return length + UNIT_BYTES - 1 & -UNIT_BYTES;
    }
}
