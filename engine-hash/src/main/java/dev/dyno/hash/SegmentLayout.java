package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * What follows the file header in the first bytes of a segment's file. Records begin at byte 128.
 *
 * <pre>
 * offset  bytes  field         type   meaning
 *      0      8  segmentId     u64    from 1, never used again; the file's name in hexadecimal
 *      8      4  segmentBytes  u32    most bytes of the file
 *     12      4  checksum      u32    CRC32C of bytes 0 .. 11
 * </pre>
 *
 * <p>How far its records go, and which of them are live, says the manifest.
 */
final class SegmentLayout {

    static final Layout LAYOUT = Layout.littleEndian("record segment", 1);
    static final Field.U64 ID = LAYOUT.u64("segmentId", "from 1, never used again; the file's name in hexadecimal");
    static final Field.U32 BYTES = LAYOUT.u32("segmentBytes", "most bytes of the file");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 11");
    static final int LENGTH = LAYOUT.seal(16);

    /** Where the first record begins. */
    static final int RECORDS = 128;

    private SegmentLayout() {
    }

    static int checksum(long address) {
        return Crc32c.INSTANCE.compute(address, 0, CHECKSUM.offset());
    }
}
