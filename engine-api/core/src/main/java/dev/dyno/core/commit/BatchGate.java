package dev.dyno.core.commit;

import dev.dyno.api.ItemView;

/**
 * From which commit on changes may be parts of a batch: a batch is applied item by item, and seen as a whole (rule P7).
 * For an {@link Index} whose readers take no lock and keep no older versions: a reader that has read something asks
 * behind it, and what that commit or a later one has changed it reads again when the gate is open, as it would wait
 * for a page that is being written. What the batch has not touched counts at once.
 *
 * <p>Threads: the commit leader closes and opens; any reader asks. Publication G1: the leader stores the sequence
 * before the first change of the batch; a reader loads it behind what it has read, so who has seen a part sees the
 * gate closed.
 */
public final class BatchGate {

    /** No commit is behind it. */
    public static final long OPEN = Long.MAX_VALUE;

    private volatile long closedFrom = OPEN;

    /** In {@link Index#beginBatch}: a batch begins, which need not be the first of its group. */
    public void close(long sequence) {
        if (closedFrom == OPEN) {
            closedFrom = sequence; // publishes G1
        }
    }

    /** In {@link Index#publish}: all of the group is applied. */
    public void open() {
        if (closedFrom != OPEN) {
            closedFrom = OPEN;
        }
    }

    /** The commit from which on changes may be parts of a batch, or {@link #OPEN}. */
    public long closedFrom() {
        return closedFrom; // sees G1
    }

    /** Whether an answer may be a part of a batch: an item of it, or one that it has deleted. */
    public boolean hides(ItemView read) {
        long from = closedFrom;
        return from != OPEN && (!read.exists() || read.sequence() >= from);
    }

    /** Returns when no batch is half applied. */
    public void await() {
        for (int tries = 0; closedFrom != OPEN; tries++) {
            SpinWait.pause(tries);
        }
    }
}
