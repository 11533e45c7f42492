package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * The index of a table's blocks, read where it lies. Behind the header: for each block the head (partition's hash) and
 * the tie (first 8 bytes of the sort key) of its first key; its position, and behind those the position where blocks
 * end; the offset of its first key among the keys, and behind those their end; the keys.
 *
 * <pre>
 * offset  bytes  field     type   meaning
 *      0      4  blocks    u32    how many
 *      4      4  keyBytes  u32    of all first keys
 *      8      4  collides  u32    1: two partitions may have one hash, ties decide nothing
 *     12      4  reserved         0
 *     16         arrays           heads, ties, positions, key offsets, keys
 * </pre>
 */
final class IndexLayout {

    static final Layout LAYOUT = Layout.littleEndian("table index", 1);
    static final Field.U32 BLOCKS = LAYOUT.u32("blocks", "how many");
    static final Field.U32 KEY_BYTES = LAYOUT.u32("keyBytes", "of all first keys");
    static final Field.U32 COLLIDES =
            LAYOUT.u32("collides", "1: two partitions may have one hash, ties decide nothing");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final Field.Opaque ARRAYS = LAYOUT.rest("arrays", "heads, ties, positions, key offsets, keys");
    static final int LENGTH = LAYOUT.seal(16);

    private IndexLayout() {
    }

    static long heads(long index) {
        return index + LENGTH;
    }

    static long ties(long index, int blocks) {
        return heads(index) + 8L * blocks;
    }

    static long positions(long index, int blocks) {
        return ties(index, blocks) + 8L * blocks;
    }

    static long keyOffsets(long index, int blocks) {
        return positions(index, blocks) + 8L * (blocks + 1);
    }

    static long keys(long index, int blocks) {
        return keyOffsets(index, blocks) + 4L * (blocks + 1);
    }

    static long bytes(int blocks, long keyBytes) {
        return keys(0, blocks) + keyBytes;
    }
}
