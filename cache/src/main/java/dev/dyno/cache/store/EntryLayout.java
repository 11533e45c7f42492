package dev.dyno.cache.store;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One cached entry in memory: an item, the fact that there is none, or the answer to a query.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  sequence         u64    of the commit it is known from; 0 for an item that was read as absent
 *      8      4  length           u32    bytes of this entry without padding
 *     12      4  slot             u32    its number in the policy
 *     16      4  deadline         u32    tick from which it is expired; see Ticks
 *     20      4  space            u32    id of its table; the highest bit: there is no such item
 *     24      2  partitionLength  u16    bytes of the partition key
 *     26      2  sortLength       u16    bytes of the sort key
 *     28         key                     partition key, sort key
 *                value                   empty if there is no such item
 * </pre>
 *
 * <p>Entries stand at multiples of 8 bytes and are never changed where they stand: a change is another entry.
 */
public final class EntryLayout {

    public static final Layout LAYOUT = Layout.littleEndian("cache entry", 1);
    static final Field.U64 SEQUENCE =
            LAYOUT.u64("sequence", "of the commit it is known from; 0 for an item that was read as absent");
    static final Field.U32 LENGTH = LAYOUT.u32("length", "bytes of this entry without padding");
    static final Field.U32 SLOT = LAYOUT.u32("slot", "its number in the policy");
    static final Field.U32 DEADLINE = LAYOUT.u32("deadline", "tick from which it is expired; see Ticks");
    static final Field.U32 SPACE = LAYOUT.u32("space", "id of its table; the highest bit: there is no such item");
    static final Field.U16 PARTITION_LENGTH = LAYOUT.u16("partitionLength", "bytes of the partition key");
    static final Field.U16 SORT_LENGTH = LAYOUT.u16("sortLength", "bytes of the sort key");
    static final Field.Opaque KEY = LAYOUT.rest("key", "partition key, sort key");
    static final Field.Opaque VALUE = LAYOUT.rest("value", "empty if there is no such item");
    /** Bytes before the key. */
    public static final int HEADER_LENGTH = LAYOUT.seal(28);

    static final int NEGATIVE = 0x8000_0000;
    static final int UNIT_BYTES = 8;

    private EntryLayout() {
    }

    /** Bytes that an entry takes, with padding. */
    static int stride(int length) {
        return length + UNIT_BYTES - 1 & -UNIT_BYTES;
    }
}
