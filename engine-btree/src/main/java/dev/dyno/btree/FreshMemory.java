package dev.dyno.btree;

import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Work;

/**
 * Memory for pages that were never used, found in the background before the writer comes to it: the system clears what
 * it gives, two mebibytes at a time with huge pages, and whoever stores to it first waits for that. A tree that grows,
 * also by copies of pages for a checkpoint, waited for a fifth of its time.
 *
 * <p>It is ahead by as much as the tree has, and by {@link #AHEAD_BYTES} at most, within the memory budget.
 *
 * <p>Threads: the writer tells how far it is; the job goes ahead. What both touch are hints: none but the writer
 * decides which page is next.
 */
final class FreshMemory implements AutoCloseable {

    private static final long STEP_BYTES = 2 << 20;
    private static final long AHEAD_BYTES = 16 << 20;

    private final Region region;
    private final MemoryBudget budget;
    private final Work.Job job;
    /** Of the region, taken by the writer when it last woke the job. */
    private volatile long taken;
    /** By the writer: when it wakes the job next. */
    private long wakesAt;
    /** By the job: found up to here. */
    private long found;

    FreshMemory(Region region, MemoryBudget budget, Work work) {
        this.region = region;
        this.budget = budget;
        job = work.start("btree-pages", this::step);
    }

    /** By the writer: it has taken the region up to here. */
    void took(long end) {
        if (end >= wakesAt) {
            wakesAt = end + Math.max(STEP_BYTES, ahead(end)) / 4;
            taken = end;
            job.wake();
        }
    }

    private static long ahead(long end) {
        return Math.min(AHEAD_BYTES, end);
    }

    private boolean step() {
        long end = taken;
        long from = Math.max(found, end + STEP_BYTES - 1 & -STEP_BYTES);
        boolean hasRoom = from + STEP_BYTES <= region.bytes() && budget.excess() + AHEAD_BYTES < 0;
        if (!hasRoom || from + STEP_BYTES > end + ahead(end)) {
            return false;
        }
        region.populate(from, STEP_BYTES);
        found = from + STEP_BYTES;
        return true;
    }

    @Override
    public void close() {
        job.close();
    }
}
