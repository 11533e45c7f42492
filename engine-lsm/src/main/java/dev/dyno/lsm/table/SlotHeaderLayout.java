package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * The header of a slot of the block cache, in memory only.
 *
 * <pre>
 * offset  bytes  field    type   meaning
 *      0      8  version  u64    odd while the slot is written; grows with every write
 *      8      8  fileId   u64    whose block it has; 0 none
 *     16      4  block    u32    which one
 *     20      4  length   u32    bytes of it, its header included
 *     24      8  used     u64    1 if it was read since it was last passed over
 *     32         content         the block as it is read
 * </pre>
 */
final class SlotHeaderLayout {

    static final Layout LAYOUT = Layout.littleEndian("cache slot", 1);
    static final Field.U64 VERSION = LAYOUT.u64("version", "odd while the slot is written; grows with every write");
    static final Field.U64 FILE_ID = LAYOUT.u64("fileId", "whose block it has; 0 none");
    static final Field.U32 BLOCK = LAYOUT.u32("block", "which one");
    static final Field.U32 BYTES = LAYOUT.u32("length", "bytes of it, its header included");
    static final Field.U64 USED = LAYOUT.u64("used", "1 if it was read since it was last passed over");
    static final Field.Opaque CONTENT = LAYOUT.rest("content", "the block as it is read");
    static final int LENGTH = LAYOUT.seal(32);

    private SlotHeaderLayout() {
    }
}
