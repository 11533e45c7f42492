package dev.dyno.cache.store;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * An entry that {@link EntryLayout} has no room for: a key part above 255 bytes, a value of 16 KiB and more, a table
 * above 255, a commit of 2^40 and more.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      4  sequenceLow      u32    of the commit it is known from; 0 for an item that was read as absent
 *      4      4  deadline         u32    tick from which it is expired; see Ticks
 *      8      4  lengths          u32    absent 1, wide 1, 0, value 21 bits
 *     12      4  sequenceHigh     u32    its bits 32 to 63
 *     16      4  space            u32    id of its table
 *     20      4  partitionLength  u32    bytes of the partition key
 *     24      2  sortLength       u16    bytes of the sort key
 *     26         key                     partition key, sort key
 *                value                   empty if there is no such item
 * </pre>
 */
public final class WideEntryLayout {

    public static final Layout LAYOUT = Layout.littleEndian("wide cache entry", 1);
    static final Field.U32 SEQUENCE_LOW =
            LAYOUT.u32("sequenceLow", "of the commit it is known from; 0 for an item that was read as absent");
    static final Field.U32 DEADLINE = LAYOUT.u32("deadline", "tick from which it is expired; see Ticks");
    static final Field.U32 LENGTHS = LAYOUT.u32("lengths", "absent 1, wide 1, 0, value 21 bits");
    static final Field.U32 SEQUENCE_HIGH = LAYOUT.u32("sequenceHigh", "its bits 32 to 63");
    static final Field.U32 SPACE = LAYOUT.u32("space", "id of its table");
    static final Field.U32 PARTITION_LENGTH = LAYOUT.u32("partitionLength", "bytes of the partition key");
    static final Field.U16 SORT_LENGTH = LAYOUT.u16("sortLength", "bytes of the sort key");
    static final Field.Opaque KEY = LAYOUT.rest("key", "partition key, sort key");
    static final Field.Opaque VALUE = LAYOUT.rest("value", "empty if there is no such item");
    /** Bytes before the key. */
    static final int HEADER_LENGTH = LAYOUT.seal(26);

    private WideEntryLayout() {
    }
}
