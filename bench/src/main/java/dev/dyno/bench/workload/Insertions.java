package dev.dyno.bench.workload;

/**
 * The numbers of the items that one lane of one workload inserts. Lanes interleave, and each workload at each number
 * of threads has a region of its own: what one of them inserted would turn another's insertions into updates.
 */
final class Insertions {

    /** Items in a region: more than any run inserts. */
    private static final long REGION_ITEMS = 1L << 32;

    private final long base;
    private final int lanes;
    private long count;

    Insertions(long insertBase, int region, int lane, int lanes) {
        this.base = insertBase + region * REGION_ITEMS + lane;
        this.lanes = lanes;
    }

    /** How many were inserted. */
    long count() {
        return count;
    }

    /** The number of the item that was, or will be, inserted as the n-th, from 0. */
    long index(long n) {
        return base + n * lanes;
    }

    void inserted() {
        count++;
    }
}
