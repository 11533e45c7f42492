package dev.dyno.cache.store;

import dev.dyno.api.Option;
import dev.dyno.cache.policy.PolicyKind;

/**
 * How a bound on memory is divided: entries, index, and what the policy needs for each slot. All of it is taken at
 * open and none later, so the bound is kept by construction.
 *
 * @param bytes the bound: off-heap memory and the policy's arrays
 * @param slots how many entries there can be at once, over all shards
 * @param shards a power of two; each has its own lock, policy and segments
 * @param segmentBytes the unit in which space is reclaimed
 */
public record StoreSize(long bytes, int slots, int shards, int segmentBytes) {

    /** The smallest cache: below it the fixed parts are more than what is cached. */
    public static final long BYTES_MIN = 64 << 10;

    static final int SEGMENTS = 32;
    private static final int SHARDS_MAX = 8;
    private static final long SHARD_BYTES_MIN = 64 << 20;
    private static final int SEGMENT_BYTES_MAX = 64 << 20;
    /** Heap bytes a slot takes in the shard's own arrays. */
    private static final int SLOT_BYTES = 5;
    private static final int INDEX_WORD_BYTES = 8;

    /**
     * @param entryBytes what an entry is expected to take, header and key included; smaller ones leave space unused,
     *     because slots run out, larger ones leave slots unused
     * @throws IllegalArgumentException if it is too small to hold anything, with the limit
     */
    public static StoreSize of(long bytes, int entryBytes, PolicyKind policy) {
        if (bytes < BYTES_MIN) {
            throw new IllegalArgumentException("cache is too small: bytes=" + bytes + ", limit="
                    + Option.formatBytes(BYTES_MIN));
        }
        if (entryBytes < EntryLayout.HEADER_LENGTH) {
            throw new IllegalArgumentException("an entry is larger than that: entryBytes=" + entryBytes + ", limit="
                    + EntryLayout.HEADER_LENGTH);
        }
        int shards = Math.clamp(Long.highestOneBit(bytes / SHARD_BYTES_MIN), 1, SHARDS_MAX);
        long perShard = bytes / shards;
        int heapPerSlot = SLOT_BYTES + policy.slotBytes();
        int perSlot = EntryLayout.stride(entryBytes) * 100 / SegmentSpace.LIVE_PERCENT
                + heapPerSlot + INDEX_WORD_BYTES * 4 / 3;
        int slots = (int) Math.max(16, Math.min(1 << 28, perShard / perSlot));
        long data = perShard - (long) slots * heapPerSlot - Buckets.bytes(slots);
        long segment = Math.min(SEGMENT_BYTES_MAX, 4 * data / (4 * SEGMENTS + 1)) & -EntryLayout.UNIT_BYTES;
        return new StoreSize(bytes, slots * shards, shards, (int) segment);
    }

    int slotsPerShard() {
        return slots / shards;
    }

    long shardBytes() {
        return Buckets.bytes(slotsPerShard()) + (long) SEGMENTS * segmentBytes + entryBytesMax();
    }

    /** Bytes of the largest entry that is kept: a quarter of a segment, so that space can always be gathered for it. */
    public int entryBytesMax() {
        return segmentBytes / 4;
    }
}
