package dev.dyno.cache.store;

import java.util.Arrays;

/**
 * The books of a shard's segments: which are free, how much of each is alive, where the next entry goes. Space is used
 * in one direction and gathered by moving what is alive out of the segment that has least of it; so there are no holes
 * that nothing fits in, whatever the mix of sizes.
 *
 * <p>Invariants: S1 one segment is always free, to move into; S2 the live bytes of a segment are the strides of its
 * live entries; S3 entries stand behind each other from the start of a segment to its fill.
 */
final class SegmentSpace {

    private final int segmentBytes;
    private final int[] fill;
    private final int[] live;
    private final short[] generations;
    private final boolean[] free;
    private int freeCount;
    private int open;

    SegmentSpace(int segments, int segmentBytes) {
        this.segmentBytes = segmentBytes;
        this.fill = new int[segments];
        this.live = new int[segments];
        this.generations = new short[segments];
        this.free = new boolean[segments];
        Arrays.fill(generations, (short) 1);
        Arrays.fill(free, true);
        freeCount = segments;
        openNext();
    }

    int segments() {
        return fill.length;
    }

    boolean hasRoom(int stride) {
        return segmentBytes - fill[open] >= stride;
    }

    /** Whether a segment can be opened without touching the one to move into. */
    boolean canOpen() {
        return freeCount > 1;
    }

    /** Leaves the open segment as it is and goes on in a free one. */
    void openNext() {
        int next = 0;
        while (!free[next]) {
            next++;
        }
        free[next] = false;
        freeCount--;
        fill[next] = 0;
        open = next;
    }

    /** Takes room in the open segment. @return its unit in the shard */
    int take(int stride) {
        long offset = (long) open * segmentBytes + fill[open];
        fill[open] += stride;
        live[open] += stride;
        return (int) (offset / EntryHeader.UNIT_BYTES);
    }

    void die(int unit, int stride) {
        live[segmentOf(unit)] -= stride;
    }

    /** The full segment with least alive. */
    int leastAlive() {
        int least = -1;
        for (int segment = 0; segment < fill.length; segment++) {
            if (!free[segment] && segment != open && (least < 0 || live[segment] < live[least])) {
                least = segment;
            }
        }
        return least;
    }

    /** Everything that was alive has moved. Words that still say where it stood stop being equal to new ones. */
    void release(int segment) {
        free[segment] = true;
        freeCount++;
        live[segment] = 0;
        generations[segment] = (short) (generations[segment] == -1 ? 1 : generations[segment] + 1);
    }

    int segmentOf(int unit) {
        return (int) (Integer.toUnsignedLong(unit) * EntryHeader.UNIT_BYTES / segmentBytes);
    }

    int generationOf(int unit) {
        return generations[segmentOf(unit)] & 0xffff;
    }

    long start(int segment) {
        return (long) segment * segmentBytes;
    }

    int fillOf(int segment) {
        return fill[segment];
    }

    int liveOf(int segment) {
        return live[segment];
    }
}
