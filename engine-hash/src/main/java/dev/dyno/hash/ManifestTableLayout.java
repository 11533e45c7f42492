package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A table in a manifest, padded with zeros to 8.
 *
 * <pre>
 * offset  bytes  field       type   meaning
 *      0      8  items       u64    how many there are
 *      8      4  tableId     u32    from 1
 *     12      2  sorted      u16    1 if items have sort keys
 *     14      2  nameLength  u16    bytes
 *     16         name
 * </pre>
 */
final class ManifestTableLayout {

    static final Layout LAYOUT = Layout.littleEndian("manifest table", 1);
    static final Field.U64 ITEMS = LAYOUT.u64("items", "how many there are");
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "from 1");
    static final Field.U16 SORTED = LAYOUT.u16("sorted", "1 if items have sort keys");
    static final Field.U16 NAME_LENGTH = LAYOUT.u16("nameLength", "bytes");
    static final Field.Opaque NAME = LAYOUT.rest("name", "");
    static final int LENGTH = LAYOUT.seal(16);

    private ManifestTableLayout() {
    }

    static int bytes(int nameLength) {
        return LENGTH + nameLength + 7 & -8;
    }
}
