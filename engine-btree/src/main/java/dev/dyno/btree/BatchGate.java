package dev.dyno.btree;

/**
 * From which commit on leaves may hold a part of a batch: a batch is applied item by item, and seen as a whole. A reader
 * that has read a leaf asks behind it; if the leaf was changed by that commit or a later one, it waits until the group
 * is published, as it would for a page that is being written. Leaves that the batch has not touched are read at once.
 *
 * <p>Why readers wait instead of reading what was there before: only snapshots make the writer keep older pages.
 *
 * <p>Threads: the writer; any reader. Publication G1: the writer stores the sequence before it changes the first page of
 * the batch; a reader loads it behind the page it has read, so who has seen a part of a batch sees the gate closed.
 */
final class BatchGate {

    /** No commit is behind it. */
    static final long OPEN = Long.MAX_VALUE;

    private volatile long closedFrom = OPEN;

    /** A batch begins, which may not be the first of its group. */
    void close(long sequence) {
        if (closedFrom == OPEN) {
            closedFrom = sequence; // publishes G1
        }
    }

    /** All of the group is applied. */
    void open() {
        if (closedFrom != OPEN) {
            closedFrom = OPEN;
        }
    }

    /** The commit from which on changes may be parts of a batch, or {@link #OPEN}. */
    long closedFrom() {
        return closedFrom; // sees G1
    }
}
