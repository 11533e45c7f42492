package dev.dyno.streams.capture;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One stream in the catalogue. The name is padded with zeros to a multiple of 8.
 *
 * <pre>
 * offset  bytes  field           type   meaning
 *      0      8  id              u64    of the stream
 *      8      8  start           u64    the first commit it covers
 *     16      8  end             u64    the last commit it covers; the greatest long while it is on
 *     24      8  disabledMillis  u64    when it was switched off: milliseconds since 1970-01-01 UTC
 *     32      4  tableId         u32    of the table
 *     36      2  nameLength      u16    bytes of the table's name
 *     38      1  view            u8     1 keys, 2 new, 3 old, 4 new and old
 *     39      1  sorted          u8     1: the table has sort keys
 *     40         name
 * </pre>
 */
final class StreamRowLayout {

    static final Layout LAYOUT = Layout.littleEndian("stream", 1);
    static final Field.U64 ID = LAYOUT.u64("id", "of the stream");
    static final Field.U64 START = LAYOUT.u64("start", "the first commit it covers");
    static final Field.U64 END = LAYOUT.u64("end", "the last commit it covers; the greatest long while it is on");
    static final Field.U64 DISABLED_MILLIS =
            LAYOUT.u64("disabledMillis", "when it was switched off: milliseconds since 1970-01-01 UTC");
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "of the table");
    static final Field.U16 NAME_LENGTH = LAYOUT.u16("nameLength", "bytes of the table's name");
    static final Field.U8 VIEW = LAYOUT.u8("view", "1 keys, 2 new, 3 old, 4 new and old");
    static final Field.U8 SORTED = LAYOUT.u8("sorted", "1: the table has sort keys");
    static final Field.Opaque NAME = LAYOUT.rest("name", "");
    static final int HEADER_LENGTH = LAYOUT.seal(40);

    private StreamRowLayout() {
    }
}
