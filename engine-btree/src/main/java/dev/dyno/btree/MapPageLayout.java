package dev.dyno.btree;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A page in the map of a checkpoint.
 *
 * <pre>
 * offset  bytes  field     type   meaning
 *      0      4  page      u32    its number
 *      4      4  place     u32    where its image lies in the file of pages, in 512 bytes from the start
 *      8      4  length    u32    bytes of the image
 *     12      4  checksum  u32    CRC32C of the image
 * </pre>
 */
final class MapPageLayout {

    static final Layout LAYOUT = Layout.littleEndian("page map entry", 2);
    static final Field.U32 PAGE = LAYOUT.u32("page", "its number");
    static final Field.U32 PLACE =
            LAYOUT.u32("place", "where its image lies in the file of pages, in 512 bytes from the start");
    static final Field.U32 IMAGE_LENGTH = LAYOUT.u32("length", "bytes of the image");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of the image");
    static final int LENGTH = LAYOUT.seal(16);

    private MapPageLayout() {
    }
}
