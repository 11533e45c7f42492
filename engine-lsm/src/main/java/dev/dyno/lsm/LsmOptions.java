package dev.dyno.lsm;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.lsm.table.FilterKind;
import java.util.List;
import java.util.Map;

/**
 * How the engine is kept. None is fixed at creation: tables say themselves how they are to be read.
 *
 * @param memtableBytes of a memtable when it is sealed
 * @param memtablesMax sealed memtables from which on writers are slowed
 * @param hugePages whether to ask for them
 * @param blockBytes of a block of a table
 * @param filter of tables
 * @param filterBits per key
 * @param logSegmentBytes of one file of the log
 */
record LsmOptions(long memtableBytes, int memtablesMax, boolean hugePages, int blockBytes, FilterKind filter,
        int filterBits, int logSegmentBytes) {

    static final Option<Long> MEMTABLE_BYTES = Option.bytes("memtable-bytes", 64L << 20, 16L << 10, 4L << 30,
            "Memory of a memtable; when it is used up the memtable is sealed and flushed. More means fewer and larger"
                    + " tables at level 0, less compaction, a longer log and a longer open after a crash.");
    static final Option<Integer> MEMTABLES_MAX = Option.integer("memtables-max", 4, 1, 64,
            "Sealed memtables that may wait for their flush before writers are slowed to the pace of flushing.");
    static final Option<Boolean> HUGE_PAGES = Option.flag("huge-pages", true,
            "Ask the system for huge pages under memtables. Turn it off where memory is scarce.");
    static final Option<Long> BLOCK_BYTES = Option.bytes("block-bytes", 4L << 10, 256, 32L << 10,
            "About how long blocks of tables are. Smaller ones read less for a point read, larger ones compress better"
                    + " and make a smaller index.");
    static final Option<FilterKind> FILTER = Option.choice("filter", FilterKind.BLOOM,
            "What spares reads of tables that do not have a key or partition: none, or a Bloom filter.");
    static final Option<Integer> FILTER_BITS = Option.integer("filter-bits", 10, 1, 30,
            "Bits of a Bloom filter for each key: 10 let one read in a hundred through that finds nothing.");
    static final Option<Long> LOG_SEGMENT_BYTES = Option.bytes("log-segment-bytes", 16 << 20, 64 << 10, 1 << 30,
            "Size of one file of the log; larger files mean fewer of them and a longer wait when one is made.");

    static final List<Option<?>> ALL = List.of(MEMTABLE_BYTES, MEMTABLES_MAX, HUGE_PAGES, BLOCK_BYTES, FILTER,
            FILTER_BITS, LOG_SEGMENT_BYTES);

    /** Memtables of a few items and blocks of fewer. */
    static final Map<String, String> MINIATURE = Map.of("memtable-bytes", "16KiB", "block-bytes", "256",
            "log-segment-bytes", "64KiB");

    private static final int CHUNK_BYTES_MAX = 2 << 20;
    private static final int CHUNK_BYTES_MIN = 64 << 10;

    static LsmOptions of(EngineConfig config) {
        Option.check(LsmEngineProvider.NAME, ALL, config.options());
        return new LsmOptions(MEMTABLE_BYTES.in(config), MEMTABLES_MAX.in(config), HUGE_PAGES.in(config),
                BLOCK_BYTES.in(config).intValue(), FILTER.in(config), FILTER_BITS.in(config),
                LOG_SEGMENT_BYTES.in(config).intValue());
    }

    /** Of the pieces that memtables are made of. */
    int chunkBytes() {
        return Math.clamp(memtableBytes / 8, CHUNK_BYTES_MIN, CHUNK_BYTES_MAX);
    }

    /** Pieces kept for the next memtable. */
    int spareChunks() {
        return (int) Math.min(Integer.MAX_VALUE, memtableBytes / chunkBytes() + 1);
    }
}
