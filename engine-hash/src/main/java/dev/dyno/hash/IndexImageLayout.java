package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * An image of the index: arena and buckets as they were in memory when the engine closed, so that the next open need
 * not look at every record. It belongs to the checkpoint of its generation. Behind the file header of 64 bytes:
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  generation       u64    of the checkpoint whose records it names
 *      8      8  arenaBytes       u64    of the arena from its first piece on
 *     16      8  arenaUsedBytes   u64    of them handed out
 *     24      4  chunkBytes       u32    bytes of each chunk of data but an area's last
 *     28      4  sizeClasses      u32    how many size classes of the arena follow
 *     32      4  tables           u32    how many tables follow them
 *     36      4  chunks           u32    how many chunks follow them
 *     40      4  contentChecksum  u32    CRC32C of all entries
 *     44      4  checksum         u32    CRC32C of bytes 0 .. 43
 *     48         entries                 size classes, tables, chunks
 * </pre>
 *
 * <p>The data follows: the arena, then for each table the buckets of its items and of its partitions. Each of these
 * areas begins a new chunk.
 */
final class IndexImageLayout {

    static final Layout LAYOUT = Layout.littleEndian("index image", 1);
    static final Field.U64 GENERATION = LAYOUT.u64("generation", "of the checkpoint whose records it names");
    static final Field.U64 ARENA_BYTES = LAYOUT.u64("arenaBytes", "of the arena from its first piece on");
    static final Field.U64 ARENA_USED_BYTES = LAYOUT.u64("arenaUsedBytes", "of them handed out");
    static final Field.U32 CHUNK_BYTES = LAYOUT.u32("chunkBytes", "bytes of each chunk of data but an area's last");
    static final Field.U32 SIZE_CLASSES = LAYOUT.u32("sizeClasses", "how many size classes of the arena follow");
    static final Field.U32 TABLES = LAYOUT.u32("tables", "how many tables follow them");
    static final Field.U32 CHUNKS = LAYOUT.u32("chunks", "how many chunks follow them");
    static final Field.U32 CONTENT_CHECKSUM = LAYOUT.u32("contentChecksum", "CRC32C of all entries");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 43");
    static final Field.Opaque ENTRIES = LAYOUT.rest("entries", "size classes, tables, chunks");
    static final int LENGTH = LAYOUT.seal(48);

    private IndexImageLayout() {
    }

    static int checksum(long address) {
        return Crc32c.INSTANCE.compute(address, 0, CHECKSUM.offset());
    }
}
