package dev.dyno.core.memory;

import dev.dyno.api.memory.Region;
import java.util.function.BooleanSupplier;

/**
 * Memory of a region that is used from its beginning on, found in the background before its writer comes to it: the
 * system clears what it gives, two mebibytes at a time with huge pages, and whoever stores to it first waits for that,
 * for milliseconds where the machine is a virtual one whose host must find them, too.
 *
 * <p>It is ahead by as much as is used, and by a fixed number of bytes at most.
 *
 * <p>Threads: the writer tells how far it is; a job of the owner goes ahead. What both touch are hints: none but the
 * writer decides what is used next.
 */
public final class FreshMemory implements AutoCloseable {

    /** What one step finds. */
    public static final long STEP_BYTES = 2 << 20;

    private final Region region;
    private final long aheadBytes;
    private final BooleanSupplier hasRoom;
    /** Of the region, used by the writer when it last woke the job. */
    private volatile long used;
    /** By the writer: when it wakes the job next. */
    private long wakesAt;
    /** Guarded by this: found up to here. */
    private long found;
    private boolean closed;

    /**
     * @param aheadBytes at most, at least {@link #STEP_BYTES}
     * @param hasRoom whether memory may be taken that is not needed yet; asked by the job
     */
    public FreshMemory(Region region, long aheadBytes, BooleanSupplier hasRoom) {
        this.region = region;
        this.aheadBytes = aheadBytes;
        this.hasRoom = hasRoom;
    }

    /** By the writer: it uses the region up to here. @return whether the job is to be woken */
    public boolean used(long end) {
        if (end < wakesAt) {
            return false;
        }
        wakesAt = end + Math.max(STEP_BYTES, ahead(end)) / 4;
        used = end;
        return true;
    }

    private long ahead(long end) {
        return Math.min(aheadBytes, end);
    }

    /** By the job. @return whether there is more to do now */
    public synchronized boolean step() {
        long end = used;
        long from = Math.max(found, end + STEP_BYTES - 1 & -STEP_BYTES);
        if (closed || from + STEP_BYTES > Math.min(region.bytes(), end + ahead(end)) || !hasRoom.getAsBoolean()) {
            return false;
        }
        region.populate(from, STEP_BYTES);
        found = from + STEP_BYTES;
        return true;
    }

    /** Behind it no step touches the region, which stays the owner's to close. Waits for one that runs. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
