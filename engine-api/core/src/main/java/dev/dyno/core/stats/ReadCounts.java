package dev.dyno.core.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one session has read: counted where it costs a few additions and no shared line. Made by {@link ReadTotals}.
 *
 * <p>Threads: the session's counts; any may read. Publication: opaque, so a reading lags by a moment and each number
 * in it is one that was true; the numbers of one reading need not be of one moment.
 */
public final class ReadCounts {

    private static final VarHandle GETS = field("gets");
    private static final VarHandle HITS = field("hits");
    private static final VarHandle STEPS = field("steps");
    private static final VarHandle BYTES = field("bytes");

    private long gets;
    private long hits;
    private long steps;
    private long bytes;

    ReadCounts() {
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(ReadCounts.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A point read that found an item. */
    public void hit(int valueBytes) {
        GETS.setOpaque(this, gets + 1);
        HITS.setOpaque(this, hits + 1);
        BYTES.setOpaque(this, bytes + valueBytes);
    }

    /** A point read that found none. */
    public void miss() {
        GETS.setOpaque(this, gets + 1);
    }

    /** An item passed by a cursor. */
    public void step(int valueBytes) {
        STEPS.setOpaque(this, steps + 1);
        BYTES.setOpaque(this, bytes + valueBytes);
    }

    long gets() {
        return (long) GETS.getOpaque(this);
    }

    long hits() {
        return (long) HITS.getOpaque(this);
    }

    long steps() {
        return (long) STEPS.getOpaque(this);
    }

    long bytes() {
        return (long) BYTES.getOpaque(this);
    }
}
