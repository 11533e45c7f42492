package dev.dyno.hash;

import dev.dyno.core.page.KeyBytes;

/**
 * A walk over partitions in the order of the ring: of their hashes read from the lowest bit up, and of their bytes
 * within one hash. In this order a bucket is an arc, and a split cuts an arc in two: the walk keeps its place while
 * buckets split under it, and meets every partition once. A step looks through the bucket of its place for the next
 * one, so nothing is remembered but the last.
 *
 * <p>In a table without sort keys a partition is an item, and the buckets are those of the items.
 *
 * <p>Threads: the session's.
 *
 * <p>Source: the order is that of Redis's SCAN (Pieter Noordhuis).
 */
final class RingWalk {

    /** On the ring; a place is a reversed hash. */
    private static final long PLACES = 1L << Integer.SIZE;

    private final Arena arena;
    private final ItemReader reader;
    private Buckets buckets;
    private boolean sorted;
    /** The walk is at {@code place}, behind the partition of the probe if {@code started}. */
    private long place;
    private boolean started;
    private long end;
    /** Address of the nearest partition's head or record, or 0; its place, or where the bucket's arc ends. */
    private long nearest;
    private long nearestPlace;

    RingWalk(Arena arena, ItemReader reader) {
        this.arena = arena;
        this.reader = reader;
    }

    void begin(TableIndex table, int segment, int of) {
        sorted = table.partitions != null;
        buckets = sorted ? table.partitions.buckets() : table.items;
        place = first(segment, of);
        end = first(segment + 1, of);
        started = false;
    }

    /** The first place whose product with the number of segments is, in its upper half, the segment. */
    private static long first(long segment, long of) {
        return ((segment << Integer.SIZE) + of - 1) / of;
    }

    boolean isOver() {
        return place >= end;
    }

    /**
     * Inside an epoch, from the partition of the probe on: looks for the next one in one bucket.
     *
     * @return whether the probe has it now; if not, it may be in a later bucket
     */
    boolean next(Probe probe) {
        long state = buckets.state();
        long hash = Integer.toUnsignedLong(Integer.reverse((int) place));
        long width = width(hash, Buckets.count(state));
        long behind = Math.min(end, (place / width + 1) * width);
        nearest = 0;
        nearestPlace = behind;
        for (long bucket = buckets.bucket(hash, state); bucket != 0; bucket = buckets.next(bucket)) {
            for (int i = 0; i < Buckets.SLOTS; i++) {
                long entry = Buckets.entry(bucket, i);
                if (entry != 0) {
                    consider(address(entry & Buckets.PLACE_MASK), probe);
                }
            }
        }
        if (buckets.hasMoved(state)) {
            Thread.onSpinWait();
            return false;
        }
        place = nearestPlace;
        started = nearest != 0;
        if (started) {
            probe.setPartition(partition(nearest), length(nearest));
        }
        return started;
    }

    private void consider(long candidate, Probe probe) {
        long at = place(candidate);
        if (isAhead(candidate, at, probe) && isNearer(candidate, at)) {
            nearest = candidate;
            nearestPlace = at;
        }
    }

    /** Whether the walk has not had it. */
    private boolean isAhead(long candidate, long at, Probe probe) {
        if (at == place && started) {
            return KeyBytes.compare(partition(candidate), length(candidate), probe.address, probe.partitionLength) > 0;
        }
        return at >= place;
    }

    /** Whether it comes before what was found so far; what lies at the end of the arc belongs to another bucket. */
    private boolean isNearer(long candidate, long at) {
        return at < nearestPlace || at == nearestPlace && nearest != 0 && order(candidate, nearest) < 0;
    }

    private int order(long a, long b) {
        return KeyBytes.compare(partition(a), length(a), partition(b), length(b));
    }

    /** How many places belong to the bucket of a hash. */
    private static long width(long hash, long count) {
        long half = Long.highestOneBit(count);
        boolean split = (hash & half - 1) < count - half;
        return PLACES / (split ? 2 * half : half);
    }

    /** Of a head, or of a record, which is checked if it is in a file. */
    private long address(long inBucket) {
        if (sorted) {
            return arena.address(inBucket);
        }
        reader.stand(inBucket);
        return reader.record();
    }

    private long place(long at) {
        int hash = sorted ? PartitionLayout.HASH.get(at) : RecordLayout.HASH.get(at);
        return Integer.toUnsignedLong(Integer.reverse(hash));
    }

    private long partition(long at) {
        return sorted ? at + PartitionLayout.LENGTH : Records.key(at);
    }

    private int length(long at) {
        return sorted ? PartitionLayout.PARTITION_LENGTH.get(at) : RecordLayout.PARTITION_LENGTH.get(at);
    }
}
