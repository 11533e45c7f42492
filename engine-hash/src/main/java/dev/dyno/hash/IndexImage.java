package dev.dyno.hash;

import dev.dyno.api.layout.FileHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an image of the index has what: its entries and the areas of memory that it holds, for writer and loader alike.
 *
 * @param areas arena, then of each table the buckets of items and of partitions
 */
record IndexImage(int tables, List<Area> areas) {

    static final int CHUNK_BYTES = 1 << 20;
    /** From the start of the file: the entries, and of them the tables. */
    static final int ENTRIES = FileHeader.LENGTH + IndexImageLayout.LENGTH;
    static final int TABLES = ENTRIES + Arena.CLASSES * IndexClassLayout.LENGTH;

    /** A piece of memory. */
    record Area(long address, long bytes) {
        int chunks() {
            return Math.toIntExact((bytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
        }
    }

    static IndexImage of(Arena arena, List<TableIndex> tables) {
        List<Area> areas = new ArrayList<>();
        areas.add(arena.area());
        for (TableIndex table : tables) {
            areas.add(table.items.area());
            if (table.partitions != null) {
                areas.add(table.partitions.buckets().area());
            }
        }
        return new IndexImage(tables.size(), areas);
    }

    int chunks() {
        return areas.stream().mapToInt(Area::chunks).sum();
    }

    int chunksOffset() {
        return TABLES + tables * IndexTableLayout.WHOLE_LENGTH;
    }

    /** Of header and entries; the data is behind them. */
    int headBytes() {
        return chunksOffset() + chunks() * IndexChunkLayout.LENGTH;
    }
}
