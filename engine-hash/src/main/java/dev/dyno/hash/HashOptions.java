package dev.dyno.hash;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import java.util.List;

/**
 * How a hash engine is kept.
 *
 * @param segmentBytes of a standard segment of records
 * @param memoryBytes of records kept in memory; beyond it the oldest segments are read from their files
 * @param indexBytes of address space for the buckets of one table, and for the order of all partitions
 * @param indexLoadPercent entries per slot at which a bucket is split
 * @param hugePages whether to ask for them
 * @param updateInPlace whether a value may be replaced where it lies
 * @param reclaimPercent dead bytes of a segment at which its live records are moved out
 * @param logSegmentBytes of one file of the log
 * @param checkpointBytes of log from one checkpoint to the next
 */
record HashOptions(int segmentBytes, long memoryBytes, long indexBytes, int indexLoadPercent, boolean hugePages,
        boolean updateInPlace, int reclaimPercent, int logSegmentBytes, long checkpointBytes) {

    static final Option<Long> SEGMENT_BYTES = Option.bytes("segment-bytes", 16 << 20, 64 << 10, 64 << 20,
            "Size of a segment of records, in memory and as a file. Smaller ones are reclaimed and evicted in finer"
                    + " steps; larger ones make fewer files. A longer record gets a segment of its own.");
    static final Option<Long> MEMORY_BYTES = Option.bytes("memory-bytes", 8L << 30, 1L << 20, 1L << 42,
            "Records kept in memory. Beyond it the oldest segments that are in files are read from there, checksum by"
                    + " checksum. The index and the order of sort keys always stay in memory, besides this.");
    static final Option<Long> INDEX_BYTES = Option.bytes("index-bytes", 16L << 30, 4L << 20, 1L << 42,
            "Address space reserved for the buckets of one table, and as much for the order of all partitions; memory"
                    + " is used as they grow. With no room for more buckets chains grow longer.");
    static final Option<Integer> INDEX_LOAD_PERCENT = Option.integer("index-load-percent", 62, 30, 100,
            "Entries per slot of the index at which a bucket is split. Lower costs memory (8 bytes divided by it for"
                    + " an item) and saves second probes.");
    static final Option<Boolean> HUGE_PAGES = Option.flag("huge-pages", true,
            "Ask the system for huge pages under records and index: a quarter to a half off a point read when it grants"
                    + " them. Turn it off where memory is scarce.");
    static final Option<Boolean> UPDATE_IN_PLACE = Option.flag("update-in-place", true,
            "Replace a value where it lies if it is not in a file yet, no snapshot sees it and the new one takes the"
                    + " same space: items written often make no garbage. Turn it off to compare.");
    static final Option<Integer> RECLAIM_PERCENT = Option.integer("reclaim-percent", 40, 5, 95,
            "Dead bytes of a segment at which its live records are moved to another one. Lower keeps files and memory"
                    + " smaller and writes more.");
    static final Option<Long> LOG_SEGMENT_BYTES = Option.bytes("log-segment-bytes", 4 << 20, 64 << 10, 1 << 30,
            "Size of one file of the log. Two or three stay when everything is in segments; larger ones are fewer, and"
                    + " the wait is longer when one is made.");
    static final Option<Long> CHECKPOINT_BYTES = Option.bytes("checkpoint-bytes", 256L << 20, 64L << 10, 1L << 40,
            "Bytes of log after which records are written to the files of their segments in the background. Less makes"
                    + " opening after a crash faster and the log shorter; more updates happen in place.");

    static final List<Option<?>> ALL = List.of(SEGMENT_BYTES, MEMORY_BYTES, INDEX_BYTES, INDEX_LOAD_PERCENT,
            HUGE_PAGES, UPDATE_IN_PLACE, RECLAIM_PERCENT, LOG_SEGMENT_BYTES, CHECKPOINT_BYTES);

    static HashOptions of(EngineConfig config) {
        Option.check(HashEngineProvider.NAME, ALL, config.options());
        return new HashOptions((int) (SEGMENT_BYTES.in(config) & -4096), MEMORY_BYTES.in(config),
                INDEX_BYTES.in(config), INDEX_LOAD_PERCENT.in(config), HUGE_PAGES.in(config),
                UPDATE_IN_PLACE.in(config), RECLAIM_PERCENT.in(config),
                LOG_SEGMENT_BYTES.in(config).intValue(), CHECKPOINT_BYTES.in(config));
    }
}
