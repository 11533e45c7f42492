package dev.dyno.streams.record;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * One change of one item, in a shard's file, in a ring and in an outbox alike. Records begin at multiples of 8.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      4  length           u32    bytes of this record without padding; 0: no record
 *      4      4  checksum         u32    CRC32C of bytes 8 .. length-1
 *      8      8  number           u64    position in the stream, rising within a shard; never 0
 *     16      8  millis           u64    when it was captured: milliseconds since 1970-01-01 UTC
 *     24      4  oldLength        u32    bytes of the old image; 0 without one
 *     28      4  newLength        u32    bytes of the new image; 0 without one
 *     32      2  partitionLength  u16    bytes
 *     34      2  sortLength       u16    bytes; 0: no sort key
 *     36      1  kind             u8     1 insert, 2 modify, 3 remove
 *     37      1  images           u8     1 has the old image, 2 has the new image, 4 see Differences
 *     38      2  reserved                0
 *     40         partition
 *                sort
 *                old
 *                new
 * </pre>
 *
 * <p>Why flags for images: an item's value may be empty, which is not the same as no image.
 */
final class ChangeLayout {

    static final Layout LAYOUT = Layout.littleEndian("change", 1);
    static final Field.U32 LENGTH = LAYOUT.u32("length", "bytes of this record without padding; 0: no record");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 8 .. length-1");
    static final Field.U64 NUMBER = LAYOUT.u64("number", "position in the stream, rising within a shard; never 0");
    static final Field.U64 MILLIS = LAYOUT.u64("millis", "when it was captured: milliseconds since 1970-01-01 UTC");
    static final Field.U32 OLD_LENGTH = LAYOUT.u32("oldLength", "bytes of the old image; 0 without one");
    static final Field.U32 NEW_LENGTH = LAYOUT.u32("newLength", "bytes of the new image; 0 without one");
    static final Field.U16 PARTITION_LENGTH = LAYOUT.u16("partitionLength", "bytes");
    static final Field.U16 SORT_LENGTH = LAYOUT.u16("sortLength", "bytes; 0: no sort key");
    static final Field.U8 KIND = LAYOUT.u8("kind", "1 insert, 2 modify, 3 remove");
    static final Field.U8 IMAGES = LAYOUT.u8("images", "1 has the old image, 2 has the new image, 4 see Differences");
    static final Field.Opaque RESERVED = LAYOUT.reserved(2);
    static final Field.Opaque PARTITION = LAYOUT.rest("partition", "");
    static final Field.Opaque SORT = LAYOUT.rest("sort", "");
    static final Field.Opaque OLD = LAYOUT.rest("old", "");
    static final Field.Opaque NEW = LAYOUT.rest("new", "");
    static final int HEADER_LENGTH = LAYOUT.seal(40);

    static final int HAS_OLD = 1;
    static final int HAS_NEW = 2;
    static final int OLD_IS_DIFFERENCE = 4;
    private static final int CHECKED_FROM = 8;

    private ChangeLayout() {
    }

    static int checksum(long address, int length) {
        return Crc32c.INSTANCE.compute(address, CHECKED_FROM, length - CHECKED_FROM);
    }
}
