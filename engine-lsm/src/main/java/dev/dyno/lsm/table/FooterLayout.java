package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * The last bytes of a table file: where its parts lie, and their checksums. Before it: the file header, the blocks, the
 * filter of keys, the filter of partitions, the index, the properties, each but the blocks at a multiple of 64.
 *
 * <pre>
 * offset  bytes  field                    type   meaning
 *      0      8  fileId                   u64    the number in the file's name
 *      8      8  keyFilterPosition        u64    in the file
 *     16      8  partitionFilterPosition  u64    in the file
 *     24      8  indexPosition            u64    in the file
 *     32      8  propertiesPosition       u64    in the file
 *     40      4  keyFilterBytes           u32    0 without a filter
 *     44      4  partitionFilterBytes     u32    0 without a filter
 *     48      4  indexBytes               u32    see the table index
 *     52      4  propertiesBytes          u32    see the table properties
 *     56      4  keyFilterChecksum        u32    CRC32C
 *     60      4  partitionFilterChecksum  u32    CRC32C
 *     64      4  indexChecksum            u32    CRC32C
 *     68      4  propertiesChecksum       u32    CRC32C
 *     72      4  reserved                        0
 *     76      4  checksum                 u32    CRC32C of bytes 0 .. 75
 * </pre>
 */
final class FooterLayout {

    static final Layout LAYOUT = Layout.littleEndian("table footer", 1);
    static final Field.U64 FILE_ID = LAYOUT.u64("fileId", "the number in the file's name");
    static final Field.U64 KEY_FILTER_POSITION = LAYOUT.u64("keyFilterPosition", "in the file");
    static final Field.U64 PARTITION_FILTER_POSITION = LAYOUT.u64("partitionFilterPosition", "in the file");
    static final Field.U64 INDEX_POSITION = LAYOUT.u64("indexPosition", "in the file");
    static final Field.U64 PROPERTIES_POSITION = LAYOUT.u64("propertiesPosition", "in the file");
    static final Field.U32 KEY_FILTER_BYTES = LAYOUT.u32("keyFilterBytes", "0 without a filter");
    static final Field.U32 PARTITION_FILTER_BYTES = LAYOUT.u32("partitionFilterBytes", "0 without a filter");
    static final Field.U32 INDEX_BYTES = LAYOUT.u32("indexBytes", "see the table index");
    static final Field.U32 PROPERTIES_BYTES = LAYOUT.u32("propertiesBytes", "see the table properties");
    static final Field.U32 KEY_FILTER_CHECKSUM = LAYOUT.u32("keyFilterChecksum", "CRC32C");
    static final Field.U32 PARTITION_FILTER_CHECKSUM = LAYOUT.u32("partitionFilterChecksum", "CRC32C");
    static final Field.U32 INDEX_CHECKSUM = LAYOUT.u32("indexChecksum", "CRC32C");
    static final Field.U32 PROPERTIES_CHECKSUM = LAYOUT.u32("propertiesChecksum", "CRC32C");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 75");
    static final int LENGTH = LAYOUT.seal(80);

    private FooterLayout() {
    }

    static int checksum(long footer) {
        return Crc32c.INSTANCE.compute(footer, 0, CHECKSUM.offset());
    }
}
