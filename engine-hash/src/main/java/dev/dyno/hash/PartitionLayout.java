package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * The head of a partition in the arena: its key, and the tree of its sort keys. Files have it in images of the index,
 * whose version stands for it.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  root             u64    place of the root page; replaced when the tree grows or shrinks
 *      8      8  keys             u64    sort keys in the tree, those of deleted items that a snapshot sees included
 *     16      4  hash             u32    low half of the hash of the partition key
 *     20      4  partitionLength  u32    bytes
 *     24         partition
 * </pre>
 */
final class PartitionLayout {

    static final Layout LAYOUT = Layout.littleEndian("partition", 1);
    static final Field.U64 ROOT =
            LAYOUT.u64("root", "place of the root page; replaced when the tree grows or shrinks");
    static final Field.U64 KEYS = LAYOUT.u64("keys",
            "sort keys in the tree, those of deleted items that a snapshot sees included");
    static final Field.U32 HASH = LAYOUT.u32("hash", "low half of the hash of the partition key");
    static final Field.U32 PARTITION_LENGTH = LAYOUT.u32("partitionLength", "bytes");
    static final Field.Opaque PARTITION_KEY = LAYOUT.rest("partition", "");
    static final int LENGTH = LAYOUT.seal(24);

    private PartitionLayout() {
    }
}
