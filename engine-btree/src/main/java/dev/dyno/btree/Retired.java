package dev.dyno.btree;

import java.util.Arrays;

/**
 * What was replaced while a snapshot was open: pages and extents that wait until no snapshot needs them, in the order
 * of the commits that replaced them.
 *
 * <p>Invariants
 * <ul>
 * <li>V1 what the commit q replaced is needed only by snapshots before q: it is free when the oldest one is q or later
 * <li>V2 commits grow along the ring, so the first entry is always the first to be free
 * </ul>
 *
 * <p>Threads: the writer.
 */
final class Retired {

    /** Two words per entry: the commit, and what it replaced. */
    private long[] ring = new long[2 * 256];
    private int head;
    private int count;

    void add(long sequence, long what) {
        if (2 * count == ring.length) {
            grow();
        }
        int at = head + 2 * count & ring.length - 1;
        ring[at] = sequence;
        ring[at + 1] = what;
        count++;
    }

    /** Whether the first entry is needed by no snapshot at or behind {@code oldest}. */
    boolean hasFree(long oldest) {
        return count > 0 && ring[head] <= oldest;
    }

    /** Takes the first entry out. */
    long remove() {
        long what = ring[head + 1];
        head = head + 2 & ring.length - 1;
        count--;
        return what;
    }

    int count() {
        return count;
    }

    private void grow() {
        long[] larger = Arrays.copyOf(ring, 2 * ring.length);
        int first = ring.length - head;
        System.arraycopy(ring, head, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, head);
        ring = larger;
        head = 0;
    }
}
