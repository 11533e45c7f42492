package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * The header of a block of a table. Behind it comes the payload, which a codec may have made shorter: runs, the
 * fingerprints (one byte for each entry, padded to 8), the offsets of the entries, and the heap that they point into.
 *
 * <pre>
 * offset  bytes  field          type   meaning
 *      0      4  checksum       u32    CRC32C of the other bytes as they are stored
 *      4      4  storedBytes    u32    of the payload in the file
 *      8      4  rawBytes       u32    of the payload when it is read
 *     12      2  entries        u16    how many
 *     14      2  runs           u16    how many
 *     16      1  codec          u8     of the payload: 0 none, 1 LZ4, 2 Zstd
 *     17      1  sequenceBytes  u8     bytes of a sequence in an entry, above the base
 *     18      1  offsetBytes    u8     bytes of an offset: 2 or 4
 *     19      1  reserved              0
 *     20      4  reserved              0
 *     24      8  baseSequence   u64    the least sequence in the block
 *     32         payload               runs, fingerprints, offsets, heap
 * </pre>
 *
 * <p>A run is the entries whose keys share a partition: what all of its keys begin with is stored once. An entry is its
 * flags (kind in the lower two bits; {@link #SAME_KEY}), the length of the rest of its key and of its value as
 * variable-length numbers, its sequence above the base, the rest of its key, its value. Entries are found by binary
 * search through the offsets or, for one key, by its fingerprint (the lowest byte of its hash): no entry is decoded
 * only to find the next.
 *
 * <p>Invariants
 * <ul>
 * <li>B1 keys rise strictly but for entries flagged SAME_KEY, whose key is that of the entry before
 * <li>B2 sequences of one key fall
 * <li>B3 entries of one key lie in one block
 * <li>B4 a fingerprint is that of its key
 * </ul>
 */
final class BlockLayout {

    static final Layout LAYOUT = Layout.littleEndian("table block", 1);
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of the other bytes as they are stored");
    static final Field.U32 STORED_BYTES = LAYOUT.u32("storedBytes", "of the payload in the file");
    static final Field.U32 RAW_BYTES = LAYOUT.u32("rawBytes", "of the payload when it is read");
    static final Field.U16 ENTRIES = LAYOUT.u16("entries", "how many");
    static final Field.U16 RUNS = LAYOUT.u16("runs", "how many");
    static final Field.U8 CODEC = LAYOUT.u8("codec", "of the payload: 0 none, 1 LZ4, 2 Zstd");
    static final Field.U8 SEQUENCE_BYTES =
            LAYOUT.u8("sequenceBytes", "bytes of a sequence in an entry, above the base");
    static final Field.U8 OFFSET_BYTES = LAYOUT.u8("offsetBytes", "bytes of an offset: 2 or 4");
    static final Field.Opaque RESERVED = LAYOUT.reserved(1);
    static final Field.Opaque RESERVED_TOO = LAYOUT.reserved(4);
    static final Field.U64 BASE_SEQUENCE = LAYOUT.u64("baseSequence", "the least sequence in the block");
    static final Field.Opaque PAYLOAD = LAYOUT.rest("payload", "runs, fingerprints, offsets, heap");
    static final int LENGTH = LAYOUT.seal(32);

    /** In an entry's flags: an older version of the key before it. */
    static final int SAME_KEY = 4;
    static final int KIND_MASK = 3;

    private BlockLayout() {
    }

    static int checksum(long block) {
        int from = CHECKSUM.length();
        return Crc32c.INSTANCE.compute(block, from, LENGTH - from + STORED_BYTES.get(block));
    }
}
