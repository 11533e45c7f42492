package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.checksum.Crc32c;

/**
 * Writes an image of the index when an engine closes. It is not synced: what a crash leaves of it fails a checksum, and
 * the next open looks at the records instead.
 *
 * <p>Threads: the closing one; no session is open, every record that an entry names is in a checkpoint.
 */
final class IndexImageWriter {

    private final Disk disk;
    private final Memory memory;

    IndexImageWriter(Disk disk, Memory memory) {
        this.disk = disk;
        this.memory = memory;
    }

    /** @return bytes of the file; 0 if there is no space for it, and there is none */
    long write(long generation, long engineId, Arena arena, HashIndex index) {
        arena.zeroFree();
        List<TableIndex> tables = Stream.of(index.tables()).filter(Objects::nonNull).toList();
        IndexImage image = IndexImage.of(arena, tables);
        String name = StoreFiles.indexName(generation);
        if (disk.exists(name)) {
            disk.delete(name);
        }
        try (DiskFile file = disk.create(name);
                Region region = memory.map(image.headBytes(), "index image head", false)) {
            long head = region.address();
            long end = writeAreas(file, image, head + image.chunksOffset());
            arena.encode(head + IndexImage.ENTRIES);
            encode(tables, head + IndexImage.TABLES);
            encode(image, arena, generation, head + FileHeader.LENGTH);
            StoreFiles.encode(StoreFiles.INDEX_KIND, engineId, head);
            file.write(0, head, image.headBytes());
            return end;
        } catch (EngineException.Full e) {
            disk.delete(name);
            return 0;
        }
    }

    private long writeAreas(DiskFile file, IndexImage image, long chunks) {
        ChunkPacker packer = new ChunkPacker();
        long position = image.headBytes();
        long chunk = chunks;
        try (Region region = memory.map(IndexImage.CHUNK_BYTES, "index image chunk", false)) {
            for (IndexImage.Area area : image.areas()) {
                for (long done = 0; done < area.bytes(); done += IndexImage.CHUNK_BYTES) {
                    int length = (int) Math.min(IndexImage.CHUNK_BYTES, area.bytes() - done);
                    int stored = packer.pack(area.address() + done, length, region.address());
                    file.write(position, region.address(), stored);
                    IndexChunkLayout.STORED_BYTES.set(chunk, stored);
                    IndexChunkLayout.CHECKSUM.set(chunk, Crc32c.INSTANCE.compute(region.address(), 0, stored));
                    chunk += IndexChunkLayout.LENGTH;
                    position += stored;
                }
            }
        }
        return position;
    }

    private static void encode(List<TableIndex> tables, long address) {
        long at = address;
        for (TableIndex table : tables) {
            IndexTableLayout.TABLE_ID.set(at, table.table.id());
            IndexTableLayout.ITEMS.set(at, table.liveItems);
            IndexTableLayout.ITEM_BYTES.set(at, table.liveBytes);
            table.items.encode(IndexTableLayout.items(at));
            if (table.partitions != null) {
                table.partitions.buckets().encode(IndexTableLayout.partitions(at));
            }
            at += IndexTableLayout.WHOLE_LENGTH;
        }
    }

    private static void encode(IndexImage image, Arena arena, long generation, long header) {
        IndexImageLayout.GENERATION.set(header, generation);
        IndexImageLayout.ARENA_BYTES.set(header, arena.area().bytes());
        IndexImageLayout.ARENA_USED_BYTES.set(header, arena.usedBytes());
        IndexImageLayout.CHUNK_BYTES.set(header, IndexImage.CHUNK_BYTES);
        IndexImageLayout.SIZE_CLASSES.set(header, Arena.CLASSES);
        IndexImageLayout.TABLES.set(header, image.tables());
        IndexImageLayout.CHUNKS.set(header, image.chunks());
        int entries = image.headBytes() - IndexImage.ENTRIES;
        IndexImageLayout.CONTENT_CHECKSUM.set(header,
                Crc32c.INSTANCE.compute(header + IndexImageLayout.LENGTH, 0, entries));
        IndexImageLayout.CHECKSUM.set(header, IndexImageLayout.checksum(header));
    }
}
