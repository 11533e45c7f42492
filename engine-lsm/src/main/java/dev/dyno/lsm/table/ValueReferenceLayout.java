package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One value file that entries of a table point into, behind the keys of the table's properties.
 *
 * <pre>
 * offset  bytes  field   type   meaning
 *      0      8  fileId  u64    the number in the value file's name
 *      8      8  bytes   u64    of the values that the table points to
 * </pre>
 */
final class ValueReferenceLayout {

    static final Layout LAYOUT = Layout.littleEndian("value reference", 1);
    static final Field.U64 FILE_ID = LAYOUT.u64("fileId", "the number in the value file's name");
    static final Field.U64 BYTES = LAYOUT.u64("bytes", "of the values that the table points to");
    static final int LENGTH = LAYOUT.seal(16);

    private ValueReferenceLayout() {
    }
}
