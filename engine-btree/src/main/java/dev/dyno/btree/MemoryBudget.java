package dev.dyno.btree;

/**
 * How much of the engine's memory budget is in use, and by what that cannot be given back before a checkpoint. Counts
 * pages with their headers and free room, and values outside pages; not keys and values that a session has copied, and
 * not the log.
 *
 * <p>What counts is bounded softly: pages that one commit group changes are in memory together, whatever the budget.
 *
 * <p>Threads: each count has one writer at a time, under its owner's lock; anybody reads.
 */
final class MemoryBudget {

    final long bytes;
    private volatile long pageBytes;
    private volatile long dirtyPageBytes;
    private volatile long pinnedPageBytes;
    private volatile long valueBytes;
    private volatile long freshValueBytes;

    MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    void pages(long now) {
        pageBytes = now;
    }

    /** Pages that no durable checkpoint has, those for snapshots included. */
    void dirtyPages(long now) {
        dirtyPageBytes = now;
    }

    /** Pages that only snapshots need. */
    void pinnedPages(long now) {
        pinnedPageBytes = now;
    }

    void values(long now) {
        valueBytes = now;
    }

    /** Values that no durable checkpoint has. */
    void freshValues(long now) {
        freshValueBytes = now;
    }

    /** What pages may take. */
    long forPages() {
        return bytes - valueBytes;
    }

    /** What is over the budget, or how much room there is, as a negative number. */
    long excess() {
        return pageBytes + valueBytes - bytes;
    }

    long used() {
        return pageBytes + valueBytes;
    }

    long pageBytes() {
        return pageBytes;
    }

    long valueBytes() {
        return valueBytes;
    }

    /** What a checkpoint could make evictable. */
    private long unsaved() {
        return dirtyPageBytes - pinnedPageBytes + freshValueBytes;
    }

    /** Half of what snapshots leave is not in a checkpoint: it is time for one. */
    boolean wantsCheckpoint() {
        return unsaved() > Math.max(bytes - pinnedPageBytes, bytes / 8) / 2;
    }

    /** Writers must wait for a checkpoint. */
    boolean isCrowded() {
        return unsaved() > Math.max(bytes - pinnedPageBytes, bytes / 8) * 3 / 4;
    }

    /** Checkpoints do not help any more: snapshots hold as much again as there may be, or none can be made. */
    boolean isExhausted() {
        return dirtyPageBytes + freshValueBytes > 2 * bytes;
    }

    @Override
    public String toString() {
        return "option memory-bytes=" + bytes + ", pageBytes=" + pageBytes + ", dirtyPageBytes=" + dirtyPageBytes
                + ", forSnapshotsBytes=" + pinnedPageBytes + ", valueBytes=" + valueBytes + ", freshValueBytes="
                + freshValueBytes;
    }
}
