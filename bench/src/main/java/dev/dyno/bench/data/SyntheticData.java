package dev.dyno.bench.data;

import java.util.Arrays;

/**
 * ycsb: partitions of 100 items, partition keys of 16 bytes, sort keys of 8.
 *
 * <p>A partition key is the mixed id of the partition and the id itself, both big-endian: spread over the key space as
 * hashed or random ids are, so no engine profits from a common prefix. The ids are ranked by their mixed value once,
 * so that a number is a rank here as everywhere.
 */
final class SyntheticData implements Dataset {

    static final int PARTITION_ITEMS = 100;
    static final int PARTITION_BYTES = 16;
    static final int SORT_BYTES = 8;

    private final long items;
    private final int valueBytes;
    private final int[] idByRank;

    SyntheticData(long items, int valueBytes) {
        this.items = items;
        this.valueBytes = valueBytes;
        this.idByRank = rank(Math.toIntExact((items + PARTITION_ITEMS - 1) / PARTITION_ITEMS));
    }

    /** Sorts mixed ids as unsigned numbers by flipping their sign; mixing is one to one, so the id is found again. */
    private static int[] rank(int partitions) {
        long[] mixed = new long[partitions];
        for (int id = 0; id < partitions; id++) {
            mixed[id] = SplitMix.mix(id) ^ Long.MIN_VALUE;
        }
        Arrays.sort(mixed);
        int[] ids = new int[partitions];
        for (int id = 0; id < partitions; id++) {
            ids[Arrays.binarySearch(mixed, SplitMix.mix(id) ^ Long.MIN_VALUE)] = id;
        }
        return ids;
    }

    @Override
    public String name() {
        return DataSpec.YCSB;
    }

    @Override
    public long items() {
        return items;
    }

    @Override
    public long bytes() {
        return items * (PARTITION_BYTES + SORT_BYTES + valueBytes);
    }

    @Override
    public long partitionEnd(long index) {
        return Math.min(items, (index / PARTITION_ITEMS + 1) * PARTITION_ITEMS);
    }

    @Override
    public long insertBase() {
        return (long) idByRank.length * PARTITION_ITEMS;
    }

    @Override
    public Items openItems() {
        return new SyntheticItems(this, valueBytes);
    }

    @Override
    public void close() {
        // Holds nothing but heap.
    }

    /** The id of the partition of any item: ranked among the loaded ones, beyond them the number itself. */
    long partitionId(long index) {
        long rank = index / PARTITION_ITEMS;
        return rank < idByRank.length ? idByRank[(int) rank] : rank;
    }
}
