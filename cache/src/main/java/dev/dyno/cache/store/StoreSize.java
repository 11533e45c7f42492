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

    private static final int SEGMENTS_FEW = 32;
    private static final int SEGMENTS_MANY = 64;
    /** Of a shard. With more, also many segments are large beside their entries, so that less stays unused. */
    private static final long MANY_BYTES = 8 << 20;
    /** What may be alive, in hundredths: the rest keeps the moving cheap and is what no entry fits into. */
    private static final int FEW_LIVE_PERCENT = 92;
    private static final int MANY_LIVE_PERCENT = 95;
    private static final int SHARDS_STANDARD = 8;
    private static final long SHARD_BYTES_MIN = 64 << 20;
    private static final long SHARD_BYTES_MAX = 2L << 30;
    private static final int SEGMENT_BYTES_MAX = 64 << 20;
    private static final int PLACES_MIN = 16;
    private static final int PLACES_MAX = 1 << 28;
    private static final int INDEX_WORD_BYTES = 8;
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
        int perPlace = INDEX_WORD_BYTES + policy.slotBytes();
        int segments = perShard >= MANY_BYTES ? SEGMENTS_MANY : SEGMENTS_FEW;
        double perEntry = EntryLayout.stride(entryBytes) * 100.0 / livePercent(segments) + perPlace / LOAD;
        int places = Buckets.places(Math.clamp((long) (perShard / perEntry / LOAD), PLACES_MIN, PLACES_MAX));
        long data = perShard - (long) places * perPlace;
        // Behind the last segment there is room for one more of the largest entries, a quarter of a segment.
        long segment = Math.min(SEGMENT_BYTES_MAX, 4 * data / (4 * segments + 1)) & -EntryLayout.UNIT_BYTES;
        return new StoreSize(bytes, places * shards, shards, segments, (int) segment);
    }

    int placesPerShard() {
        return places / shards;
    }

    long shardBytes() {
        return Buckets.bytes(placesPerShard()) + (long) segments * segmentBytes + entryBytesMax();
    }

    private static int livePercent(int segments) {
        return segments == SEGMENTS_MANY ? MANY_LIVE_PERCENT : FEW_LIVE_PERCENT;
    }

    /** What may be alive in a shard. */
    long shardCapacity() {
        return (long) segmentBytes * segments * livePercent(segments) / 100;
    }

    /** Bytes of the largest entry that is kept: a quarter of a segment, so that space can always be gathered for it. */
    public int entryBytesMax() {
        return Math.min(segmentBytes / 4, EntryLayout.LENGTH_MAX);
    }
}
