package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A chunk of the data in an image of the index; chunks lie one behind the other.
 *
 * <pre>
 * offset  bytes  field        type   meaning
 *      0      4  storedBytes  u32    in the file; packed by LZ4 if that is less than the chunk's
 *      4      4  checksum     u32    CRC32C of the stored bytes
 * </pre>
 */
final class IndexChunkLayout {

    static final Layout LAYOUT = Layout.littleEndian("index chunk", 1);
    static final Field.U32 STORED_BYTES =
            LAYOUT.u32("storedBytes", "in the file; packed by LZ4 if that is less than the chunk's");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of the stored bytes");
    static final int LENGTH = LAYOUT.seal(8);

    private IndexChunkLayout() {
    }
}
