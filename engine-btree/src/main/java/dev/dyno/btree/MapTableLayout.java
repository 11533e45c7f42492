package dev.dyno.btree;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A table in the map of a checkpoint, padded with zeros to 8.
 *
 * <pre>
 * offset  bytes  field       type   meaning
 *      0      8  items       u64    in the table
 *      8      8  bytes       u64    of their keys and values
 *     16      4  tableId     u32    its id
 *     20      4  root        u32    its root page
 *     24      1  sorted      u8     1 if items have sort keys
 *     25      1  nameLength  u8     bytes of its name
 *     26      6  reserved           0
 *     32         name               in ASCII
 * </pre>
 */
final class MapTableLayout {

    static final Layout LAYOUT = Layout.littleEndian("page map table", 1);
    static final Field.U64 ITEMS = LAYOUT.u64("items", "in the table");
    static final Field.U64 BYTES = LAYOUT.u64("bytes", "of their keys and values");
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "its id");
    static final Field.U32 ROOT = LAYOUT.u32("root", "its root page");
    static final Field.U8 SORTED = LAYOUT.u8("sorted", "1 if items have sort keys");
    static final Field.U8 NAME_LENGTH = LAYOUT.u8("nameLength", "bytes of its name");
    static final Field.Opaque RESERVED = LAYOUT.reserved(6);
    static final Field.Opaque NAME = LAYOUT.rest("name", "in ASCII");
    static final int LENGTH = LAYOUT.seal(32);

    private MapTableLayout() {
    }

    static int bytes(int nameLength) {
        return LENGTH + nameLength + 7 & -8;
    }
}
