package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * A checkpoint: which tables there are, how far each segment's records go and which of them are live. A small file,
 * written once, named by its generation. Behind the file header of 64 bytes:
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  generation       u64    of the checkpoint; the highest one counts
 *      8      8  sequence         u64    the checkpoint has the commits up to this one
 *     16      8  seed             u64    of the hashes of keys
 *     24      4  nextSegment      u32    all segments have lower numbers
 *     28      4  highestTableId   u32    ever given
 *     32      4  tables           u32    how many table entries follow
 *     36      4  segments         u32    how many segment entries follow them
 *     40      4  contentChecksum  u32    CRC32C of all entries
 *     44      4  checksum         u32    CRC32C of bytes 0 .. 43
 *     48         entries                 tables, then segments
 * </pre>
 */
final class ManifestLayout {

    static final Layout LAYOUT = Layout.littleEndian("manifest", 1);
    static final Field.U64 GENERATION = LAYOUT.u64("generation", "of the checkpoint; the highest one counts");
    static final Field.U64 SEQUENCE = LAYOUT.u64("sequence", "the checkpoint has the commits up to this one");
    static final Field.U64 SEED = LAYOUT.u64("seed", "of the hashes of keys");
    static final Field.U32 NEXT_SEGMENT = LAYOUT.u32("nextSegment", "all segments have lower numbers");
    static final Field.U32 HIGHEST_TABLE_ID = LAYOUT.u32("highestTableId", "ever given");
    static final Field.U32 TABLES = LAYOUT.u32("tables", "how many table entries follow");
    static final Field.U32 SEGMENTS = LAYOUT.u32("segments", "how many segment entries follow them");
    static final Field.U32 CONTENT_CHECKSUM = LAYOUT.u32("contentChecksum", "CRC32C of all entries");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 43");
    static final Field.Opaque ENTRIES = LAYOUT.rest("entries", "tables, then segments");
    static final int LENGTH = LAYOUT.seal(48);

    private ManifestLayout() {
    }

    static int checksum(long address) {
        return Crc32c.INSTANCE.compute(address, 0, CHECKSUM.offset());
    }
}
