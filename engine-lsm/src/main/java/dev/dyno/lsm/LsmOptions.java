package dev.dyno.lsm;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.lsm.compact.Picker;
import dev.dyno.lsm.compact.Policy;
import dev.dyno.lsm.memory.MemtableKind;
import dev.dyno.lsm.table.Codec;
import dev.dyno.lsm.table.FilterAllocation;
import dev.dyno.lsm.table.FilterKind;
import java.util.List;
import java.util.Map;

/**
 * How the engine is kept. None is fixed at creation: tables say themselves how they are to be read.
 *
 * @param memtable how it finds its records
 * @param memtableBytes of a memtable when it is sealed
 * @param memtablesMax sealed memtables from which on writers are slowed
 * @param hugePages whether to ask for them
 * @param blockBytes of a block of a table
 * @param filter of tables
 * @param filterBits per key
 * @param filterAllocation of those bits to levels
 * @param logSegmentBytes of one file of the log
 * @param policy of compaction
 * @param level0Runs so many of level 0 are merged
 * @param levelRatio between levels
 * @param level1Bytes of level 1, if it is leveled
 * @param tableBytes of a file that compaction writes
 * @param runsMax of level 0, from which on writers are slowed
 * @param compactionBytesPerSecond 0: no limit
 * @param codec of blocks
 * @param blockCacheBytes of memory for blocks that are packed
 * @param separateBytes values so long and longer lie outside of tables
 */
record LsmOptions(MemtableKind memtable, long memtableBytes, int memtablesMax, boolean hugePages, int blockBytes,
        FilterKind filter, int filterBits, FilterAllocation filterAllocation, int logSegmentBytes, Policy policy,
        int level0Runs, int levelRatio, long level1Bytes, long tableBytes, int runsMax, long compactionBytesPerSecond,
        Codec codec, long blockCacheBytes, int separateBytes) {

    static final Option<MemtableKind> MEMTABLE = Option.choice("memtable", MemtableKind.BTREE,
            "How a memtable finds its records: a B+tree, or a skip list, which is slower for reads and writes and there"
                    + " to be compared with.");
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
            "What spares reads of tables that do not have a key or partition: none, a Bloom filter,"
                    + " or a binary fuse filter, which takes 9 bits a key and lets 4 in 1,000 through.");
    static final Option<Integer> FILTER_BITS = Option.integer("filter-bits", 10, 1, 30,
            "Bits of a Bloom filter for each key: 10 let one read in a hundred through that finds nothing.");
    static final Option<FilterAllocation> FILTER_ALLOCATION = Option.choice("filter-allocation",
            FilterAllocation.UNIFORM, "Of the bits of Bloom filters to levels: the same everywhere, or, after Monkey,"
                    + " more where levels are small: reads of absent keys look into fewer tables for the same memory.");
    static final Option<Long> LOG_SEGMENT_BYTES = Option.bytes("log-segment-bytes", 16 << 20, 64 << 10, 1 << 30,
            "Size of one file of the log; larger files mean fewer of them and a longer wait when one is made.");

    static final Option<Policy> COMPACTION = Option.choice("compaction", Policy.LAZY_LEVELED,
            "What is merged with what. Leveled reads fastest and writes most, tiered the reverse, lazily leveled is"
                    + " tiered but for the last level, and there too while merges drop little; none never merges.");
    static final Option<Integer> LEVEL0_RUNS = Option.integer("level0-runs", 4, 2, 64,
            "Flushed tables that are merged at a time. Fewer make reads faster, more write less often.");
    static final Option<Integer> LEVEL_RATIO = Option.integer("level-ratio", 8, 2, 64,
            "How many times larger a level is than the one above it; where levels have several runs, how many.");
    static final Option<Long> LEVEL1_BYTES = Option.bytes("level1-bytes", 256L << 20, 16L << 10, 1L << 40,
            "Size of level 1 where compaction is leveled. About level0-runs flushed tables is best.");
    static final Option<Long> TABLE_BYTES = Option.bytes("table-bytes", 32L << 20, 4L << 10, 4L << 30,
            "Size of a table file that compaction writes. Smaller files make leveled merges smaller.");
    static final Option<Integer> RUNS_MAX = Option.integer("level0-runs-max", 20, 2, 1_000,
            "Flushed tables that may wait to be merged before writers are slowed to the pace of merging.");
    static final Option<Long> COMPACTION_BYTES_PER_SECOND = Option.bytes("compaction-bytes-per-second", 0, 0, 1L << 40,
            "Most bytes that compaction writes in a second; 0 for no limit. Set it where reads and writes suffer from"
                    + " merges, and watch that level 0 does not grow.");

    static final Option<Codec> COMPRESSION = Option.choice("compression", Codec.NONE,
            "Of blocks of tables that are written from now on: none, which is read in place, lz4, or zstd, which is"
                    + " smaller and slower. Blocks that hardly become shorter are stored as they are.");
    static final Option<Long> BLOCK_CACHE_BYTES = Option.bytes("block-cache-bytes", 64L << 20, 64L << 10, 1L << 40,
            "Memory for unpacked blocks of compressed tables. Without compression it is reserved and never touched.");

    static final Option<Long> SEPARATE_BYTES = Option.bytes("value-separation-bytes", 4L << 10, 32, 1L << 30,
            "Values so long and longer are written once, to value files, and merges copy pointers. Raise it where"
                    + " queries walk over large values, lower it where merges cost too much.");

    static final List<Option<?>> ALL = List.of(MEMTABLE, MEMTABLE_BYTES, MEMTABLES_MAX, HUGE_PAGES, BLOCK_BYTES, FILTER,
            FILTER_BITS, FILTER_ALLOCATION, LOG_SEGMENT_BYTES, COMPACTION, LEVEL0_RUNS, LEVEL_RATIO, LEVEL1_BYTES,
            TABLE_BYTES, RUNS_MAX, COMPACTION_BYTES_PER_SECOND, COMPRESSION, BLOCK_CACHE_BYTES, SEPARATE_BYTES);

    /** Memtables of a few items and blocks of fewer. */
    static final Map<String, String> MINIATURE = Map.of("memtable-bytes", "16KiB", "block-bytes", "256",
            "log-segment-bytes", "64KiB", "table-bytes", "4KiB", "level1-bytes", "16KiB", "level0-runs", "2",
            "level-ratio", "2", "value-separation-bytes", "200");

    private static final int CHUNK_BYTES_MAX = 2 << 20;
    private static final int CHUNK_BYTES_MIN = 64 << 10;

    static LsmOptions of(EngineConfig config) {
        Option.check(LsmEngineProvider.NAME, ALL, config.options());
        return new LsmOptions(MEMTABLE.in(config), MEMTABLE_BYTES.in(config), MEMTABLES_MAX.in(config),
                HUGE_PAGES.in(config), BLOCK_BYTES.in(config).intValue(), FILTER.in(config), FILTER_BITS.in(config),
                FILTER_ALLOCATION.in(config), LOG_SEGMENT_BYTES.in(config).intValue(), COMPACTION.in(config),
                LEVEL0_RUNS.in(config), LEVEL_RATIO.in(config), LEVEL1_BYTES.in(config), TABLE_BYTES.in(config),
                RUNS_MAX.in(config), COMPACTION_BYTES_PER_SECOND.in(config), COMPRESSION.in(config),
                BLOCK_CACHE_BYTES.in(config), SEPARATE_BYTES.in(config).intValue());
    }

    Picker picker() {
        return policy.picker(level0Runs, levelRatio, level1Bytes);
    }

    /** Of the filters of a table that is written to a level. */
    int bitsPerKey(int level, int last) {
        return filterAllocation.bits(filterBits, level, last, levelRatio);
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
