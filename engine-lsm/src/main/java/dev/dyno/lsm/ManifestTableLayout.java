package dev.dyno.lsm;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One table in a manifest.
 *
 * <pre>
 * offset  bytes  field       type   meaning
 *      0      4  tableId     u32    its id
 *      4      1  sorted      u8     1 if items have sort keys
 *      5      1  nameLength  u8     bytes of the name
 *      6      2  reserved           0
 *      8         name               padded with zeros to 8
 * </pre>
 */
final class ManifestTableLayout {

    static final Layout LAYOUT = Layout.littleEndian("manifest table", 1);
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "its id");
    static final Field.U8 SORTED = LAYOUT.u8("sorted", "1 if items have sort keys");
    static final Field.U8 NAME_LENGTH = LAYOUT.u8("nameLength", "bytes of the name");
    static final Field.Opaque RESERVED = LAYOUT.reserved(2);
    static final Field.Opaque NAME = LAYOUT.rest("name", "padded with zeros to 8");
    static final int LENGTH = LAYOUT.seal(8);

    private ManifestTableLayout() {
    }

    /** Of an entry. */
    static int bytes(int nameLength) {
        return LENGTH + nameLength + 7 & -8;
    }
}
