package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * What an entry has in place of a value that lies in a value file. The checksum is here and not beside the value, so
 * that a write that was lost or went elsewhere is found as well as a flipped bit.
 *
 * <pre>
 * offset  bytes  field     type   meaning
 *      0      8  fileId    u64    the number in the value file's name
 *      8      8  position  u64    of the value in the file
 *     16      4  length    u32    bytes of the value
 *     20      4  checksum  u32    CRC32C of the value
 * </pre>
 */
final class PointerLayout {

    static final Layout LAYOUT = Layout.littleEndian("value pointer", 1);
    static final Field.U64 FILE_ID = LAYOUT.u64("fileId", "the number in the value file's name");
    static final Field.U64 POSITION = LAYOUT.u64("position", "of the value in the file");
    static final Field.U32 VALUE_LENGTH = LAYOUT.u32("length", "bytes of the value");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of the value");
    static final int LENGTH = LAYOUT.seal(24);

    private PointerLayout() {
    }
}
