package dev.dyno.lsm;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One table file in a manifest.
 *
 * <pre>
 * offset  bytes  field    type   meaning
 *      0      8  fileId   u64    the number in its name
 *      8      8  bytes    u64    its size
 *     16      8  run      u64    the sorted run that it is part of; the higher, the newer in its level
 *     24      4  tableId  u32    whose items it has
 *     28      4  level    u32    of the run
 * </pre>
 */
final class ManifestFileLayout {

    static final Layout LAYOUT = Layout.littleEndian("manifest file", 1);
    static final Field.U64 FILE_ID = LAYOUT.u64("fileId", "the number in its name");
    static final Field.U64 BYTES = LAYOUT.u64("bytes", "its size");
    static final Field.U64 RUN =
            LAYOUT.u64("run", "the sorted run that it is part of; the higher, the newer in its level");
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "whose items it has");
    static final Field.U32 LEVEL = LAYOUT.u32("level", "of the run");
    static final int LENGTH = LAYOUT.seal(32);

    private ManifestFileLayout() {
    }
}
