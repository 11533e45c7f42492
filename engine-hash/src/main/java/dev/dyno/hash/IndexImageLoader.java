package dev.dyno.hash;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Loads the image of the index that belongs to a checkpoint. An image says nothing that the records do not, so one that
 * is not there, not whole, or too large for this engine's options is no error: the index is empty then, as before the
 * call. A file of another engine or of a later version is refused as any other.
 *
 * <p>Threads: the one that opens the engine.
 */
final class IndexImageLoader {

    private final Disk disk;
    private final Memory memory;
    private long bytes;

    IndexImageLoader(Disk disk, Memory memory) {
        this.disk = disk;
        this.memory = memory;
    }

    /** Of the image that was loaded; 0 if none was. */
    long bytes() {
        return bytes;
    }

    boolean load(long generation, long engineId, Arena arena, HashIndex index) {
        String name = StoreFiles.indexName(generation);
        if (!disk.exists(name)) {
            return false;
        }
        List<TableIndex> tables = Stream.of(index.tables()).filter(Objects::nonNull).toList();
        try (DiskFile file = disk.open(name)) {
            int head = headBytes(file, generation, engineId, tables.size());
            if (head == 0 || !load(file, head, arena, tables)) {
                return false;
            }
            bytes = file.size();
            return true;
        }
    }

    /** @return bytes of header and entries, or 0 if it is another's */
    private int headBytes(DiskFile file, long generation, long engineId, int tables) {
        try (Region region = memory.map(IndexImage.ENTRIES, "index image header", false)) {
            if (!FileHeader.isWhole(file, new UnsafeBuffer(region.address(), FileHeader.LENGTH))) {
                return 0; // written last: a crash while the engine closed leaves zeros
            }
            long id = StoreFiles.engineId(file, StoreFiles.INDEX_KIND, region.address());
            if (id != engineId) {
                throw StoreFiles.ofTwoEngines(file.name(), id, engineId);
            }
            if (file.read(0, region.address(), IndexImage.ENTRIES) < IndexImage.ENTRIES) {
                return 0;
            }
            long header = region.address() + FileHeader.LENGTH;
            long head = IndexImage.TABLES + (long) tables * IndexTableLayout.WHOLE_LENGTH
                    + (long) IndexImageLayout.CHUNKS.get(header) * IndexChunkLayout.LENGTH;
            boolean isExpected = IndexImageLayout.CHECKSUM.get(header) == IndexImageLayout.checksum(header)
                    && IndexImageLayout.GENERATION.get(header) == generation
                    && IndexImageLayout.CHUNK_BYTES.get(header) == IndexImage.CHUNK_BYTES
                    && IndexImageLayout.SIZE_CLASSES.get(header) == Arena.CLASSES
                    && IndexImageLayout.TABLES.get(header) == tables
                    && head <= file.size();
            return isExpected ? (int) head : 0;
        }
    }

    private boolean load(DiskFile file, int headBytes, Arena arena, List<TableIndex> tables) {
        try (Region region = memory.map(headBytes, "index image head", false)) {
            long head = region.address();
            long header = head + FileHeader.LENGTH;
            if (file.read(0, head, headBytes) < headBytes || IndexImageLayout.CONTENT_CHECKSUM.get(header)
                    != Crc32c.INSTANCE.compute(head + IndexImage.ENTRIES, 0, headBytes - IndexImage.ENTRIES)) {
                return false;
            }
            boolean whole = arena.restore(head + IndexImage.ENTRIES, IndexImageLayout.ARENA_BYTES.get(header),
                    IndexImageLayout.ARENA_USED_BYTES.get(header))
                    && restore(tables, head + IndexImage.TABLES)
                    && readAreas(file, head, IndexImageLayout.CHUNKS.get(header), IndexImage.of(arena, tables));
            if (!whole) {
                arena.clear();
                tables.forEach(TableIndex::clear);
            }
            return whole;
        }
    }

    private static boolean restore(List<TableIndex> tables, long address) {
        long at = address;
        for (TableIndex table : tables) {
            boolean fits = IndexTableLayout.TABLE_ID.get(at) == table.table.id()
                    && table.items.restore(IndexTableLayout.items(at))
                    && (table.partitions == null
                            || table.partitions.buckets().restore(IndexTableLayout.partitions(at)));
            if (!fits) {
                return false;
            }
            table.liveItems = IndexTableLayout.ITEMS.get(at);
            table.liveBytes = IndexTableLayout.ITEM_BYTES.get(at);
            at += IndexTableLayout.WHOLE_LENGTH;
        }
        return true;
    }

    private boolean readAreas(DiskFile file, long head, int chunks, IndexImage image) {
        if (image.chunks() != chunks) {
            return false;
        }
        ChunkPacker packer = new ChunkPacker();
        long position = image.headBytes();
        long chunk = head + image.chunksOffset();
        try (Region region = memory.map(IndexImage.CHUNK_BYTES, "index image chunk", false)) {
            for (IndexImage.Area area : image.areas()) {
                for (long done = 0; done < area.bytes(); done += IndexImage.CHUNK_BYTES) {
                    int length = (int) Math.min(IndexImage.CHUNK_BYTES, area.bytes() - done);
                    int stored = IndexChunkLayout.STORED_BYTES.get(chunk);
                    if (stored < 1 || stored > length || file.read(position, region.address(), stored) < stored
                            || Crc32c.INSTANCE.compute(region.address(), 0, stored)
                                    != IndexChunkLayout.CHECKSUM.get(chunk)
                            || !packer.unpack(region.address(), stored, area.address() + done, length)) {
                        return false;
                    }
                    chunk += IndexChunkLayout.LENGTH;
                    position += stored;
                }
            }
        }
        return true;
    }
}
