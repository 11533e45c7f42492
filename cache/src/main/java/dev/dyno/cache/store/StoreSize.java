package dev.dyno.cache.store;

import dev.dyno.api.Option;
import dev.dyno.cache.policy.PolicyKind;

/**
 * How a bound on memory is divided: entries, index, and what the policy needs for each place in the index. All of it is
 * taken at open and none later, so the bound is kept by construction.
 *
 * @param bytes the bound: off-heap memory and the policy's arrays
 * @param places of the index, over all shards; nine tenths of them can be in use before keys are in each other's way
 * @param shards a power of two; each has its own lock, policy and segments
 * @param segments of each shard
 * @param segmentBytes the unit in which space is reclaimed
 */
public record StoreSize(long bytes, int places, int shards, int segments, int segmentBytes) {

    /** The smallest cache: below it the fixed parts are more than what is cached. */
    public static final long BYTES_MIN = 64 << 10;
    /** The largest. */
    public static final long BYTES_MAX = 128L << 30;

    private static final int SEGMENTS_MIN = 32;
    private static final int SEGMENTS_MAX = 128;
    /** More segments than the least only of this size: large beside their entries, so that their ends stay small. */
    private static final int SEGMENT_BYTES_GOOD = 128 << 10;
    private static final int SHARDS_STANDARD = 8;
    private static final long SHARD_BYTES_MIN = 64 << 20;
    private static final long SHARD_BYTES_MAX = 2L << 30;
    private static final int SEGMENT_BYTES_MAX = 64 << 20;
    private static final int PLACES_MIN = 16;
    private static final int PLACES_MAX = 1 << 28;
    private static final int INDEX_WORD_BITS = 64;
    private static final int LINE_BYTES = 64;
    private static final double LOAD = 0.9;

    /**
     * @param entryBytes what an entry is expected to take, header and key included; smaller ones leave space unused,
     *     because places run out, larger ones leave places unused
     * @throws IllegalArgumentException if it is too small to hold anything, with the limit
     */
    public static StoreSize of(long bytes, int entryBytes, PolicyKind policy) {
        if (bytes < BYTES_MIN || bytes > BYTES_MAX) {
            throw new IllegalArgumentException("cache is too " + (bytes < BYTES_MIN ? "small" : "large") + ": bytes="
                    + bytes + ", limit=" + Option.formatBytes(bytes < BYTES_MIN ? BYTES_MIN : BYTES_MAX));
        }
        if (entryBytes < EntryLayout.HEADER_LENGTH) {
            throw new IllegalArgumentException("an entry is larger than that: entryBytes=" + entryBytes + ", limit="
                    + EntryLayout.HEADER_LENGTH);
        }
        int shards = (int) Math.max(Math.clamp(Long.highestOneBit(bytes / SHARD_BYTES_MIN), 1, SHARDS_STANDARD),
                Long.highestOneBit(bytes / SHARD_BYTES_MAX));
        long perShard = bytes / shards;
        double perPlace = (INDEX_WORD_BITS + policy.slotBits()) / 8.0;
        int segments = Math.clamp(Long.highestOneBit(perShard / SEGMENT_BYTES_GOOD), SEGMENTS_MIN, SEGMENTS_MAX);
        double perEntry = EntryHeader.stride(entryBytes) * 100.0 / livePercent(segments) + perPlace / LOAD;
        int places = Buckets.places(Math.clamp((long) (perShard / perEntry / LOAD), PLACES_MIN, PLACES_MAX));
        long data = perShard - (long) Math.ceil(places * perPlace) & -LINE_BYTES;
        long segment = Math.min(SEGMENT_BYTES_MAX, data / segments) & -EntryHeader.UNIT_BYTES;
        return new StoreSize(bytes, places * shards, shards, segments, (int) segment);
    }

    int placesPerShard() {
        return places / shards;
    }

    /** The segments of a shard, in whole cache lines: the index stands behind them. */
    long shardEntryBytes() {
        return (long) segments * segmentBytes + LINE_BYTES - 1 & -LINE_BYTES;
    }

    long shardBytes() {
        return shardEntryBytes() + Buckets.bytes(placesPerShard());
    }

    /**
     * What may be alive: the rest keeps the moving cheap and is what no entry fits into. A segment and a half, the free
     * one and what is left of the open one, take no part: of many segments that is less.
     */
    private static int livePercent(int segments) {
        return switch (segments) {
            case SEGMENTS_MIN -> 92;
            case SEGMENTS_MAX -> 96;
            default -> 95;
        };
    }

    /** What may be alive in a shard. */
    long shardCapacity() {
        return (long) segmentBytes * segments * livePercent(segments) / 100;
    }

    /** Bytes of the largest entry that is kept: half a segment, so that space can always be gathered for it. */
    public int entryBytesMax() {
        return Math.min(segmentBytes / 2, EntryHeader.ENTRY_BYTES_MAX);
    }
}
