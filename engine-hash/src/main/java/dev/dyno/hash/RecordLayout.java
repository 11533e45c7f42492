package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One version of an item, in memory and in a segment's file alike; records lie one behind the other, each padded to 8.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  sequence         u64    of the commit that wrote it; all ones while it is replaced in place
 *      8      4  hash             u32    low half of the key's hash, which picks the bucket
 *     12      4  checksum         u32    CRC32C of bytes 0 .. 11 and 16 .. end of the value; set when it goes to a file
 *     16      4  tableId          u32    from 1
 *     20      4  value            u32    length of the value; bit 31 deleted, 30 part of a batch, 29 previous follows
 *     24      2  partitionLength  u16    bytes
 *     26      2  sortLength       u16    bytes; 0: no sort key
 *     28         partition
 *                sort
 *                value bytes
 *                previous                8 bytes at the end, if flagged: place of the version before; memory only
 * </pre>
 *
 * <p>Why the whole hash is not here: buckets need at most 32 bits, and the index entry has 16 others. Why the previous
 * version is not in the header: only a snapshot or a batch under way needs it, so other records do not pay for it.
 *
 * <p>Invariants
 * <ul>
 * <li>R1 a record that a file has, or that a checkpoint has begun to write, never changes but for its checksum
 * <li>R2 a record takes at least 32 bytes, so that each begins in another granule of its segment's live map
 * </ul>
 */
final class RecordLayout {

    static final Layout LAYOUT = Layout.littleEndian("record", 1);
    static final Field.U64 SEQUENCE =
            LAYOUT.u64("sequence", "of the commit that wrote it; all ones while it is replaced in place");
    static final Field.U32 HASH = LAYOUT.u32("hash", "low half of the key's hash, which picks the bucket");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum",
            "CRC32C of bytes 0 .. 11 and 16 .. end of the value; set when it goes to a file");
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "from 1");
    static final Field.U32 VALUE = LAYOUT.u32("value",
            "length of the value; bit 31 deleted, 30 part of a batch, 29 previous follows");
    static final Field.U16 PARTITION_LENGTH = LAYOUT.u16("partitionLength", "bytes");
    static final Field.U16 SORT_LENGTH = LAYOUT.u16("sortLength", "bytes; 0: no sort key");
    static final Field.Opaque PARTITION_KEY = LAYOUT.rest("partition", "");
    static final Field.Opaque SORT_KEY = LAYOUT.rest("sort", "");
    static final Field.Opaque VALUE_BYTES = LAYOUT.rest("value bytes", "");
    static final Field.Opaque PREVIOUS = LAYOUT.rest("previous",
            "8 bytes at the end, if flagged: place of the version before; memory only");
    static final int LENGTH = LAYOUT.seal(28);

    static final int DELETED = 1 << 31;
    static final int BATCH = 1 << 30;
    static final int HAS_PREVIOUS = 1 << 29;
    static final int LENGTH_MASK = HAS_PREVIOUS - 1;

    private RecordLayout() {
    }
}
