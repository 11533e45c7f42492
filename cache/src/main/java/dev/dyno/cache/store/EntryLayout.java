package dev.dyno.cache.store;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One cached entry in memory: an item, the fact that there is none, or the answer to a query.
 *
 * <pre>
 * offset  bytes  field         type   meaning
 *      0      4  sequenceLow   u32    of the commit it is known from; 0 for an item that was read as absent
 *      4      4  deadline      u32    tick from which it is expired; see Ticks
 *      8      4  lengths       u32    absent 1, wide 1, partition key 8, sort key 8, value 14 bits
 *     12      1  sequenceHigh  u8     its bits 32 to 39
 *     13      1  space         u8     id of its table
 *     14         key                  partition key, sort key
 *                value                empty if there is no such item
 * </pre>
 *
 * <p>14 bytes beside the key and the value, because small items are many. What has no room in a field makes the whole
 * entry a wide one: it has the header of {@link WideEntryLayout}, which is the same up to {@code lengths}.
 * {@link EntryHeader} reads and writes both.
 */
public final class EntryLayout {

    public static final Layout LAYOUT = Layout.littleEndian("cache entry", 3);
    static final Field.U32 SEQUENCE_LOW =
            LAYOUT.u32("sequenceLow", "of the commit it is known from; 0 for an item that was read as absent");
    static final Field.U32 DEADLINE = LAYOUT.u32("deadline", "tick from which it is expired; see Ticks");
    static final Field.U32 LENGTHS =
            LAYOUT.u32("lengths", "absent 1, wide 1, partition key 8, sort key 8, value 14 bits");
    static final Field.U8 SEQUENCE_HIGH = LAYOUT.u8("sequenceHigh", "its bits 32 to 39");
    static final Field.U8 SPACE = LAYOUT.u8("space", "id of its table");
    static final Field.Opaque KEY = LAYOUT.rest("key", "partition key, sort key");
    static final Field.Opaque VALUE = LAYOUT.rest("value", "empty if there is no such item");
    /** Bytes before the key. */
    public static final int HEADER_LENGTH = LAYOUT.seal(14);

    private EntryLayout() {
    }
}
