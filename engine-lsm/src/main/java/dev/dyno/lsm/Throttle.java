package dev.dyno.lsm;

import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import java.util.concurrent.locks.LockSupport;

/**
 * Slows writers to the pace of background work, a little at a time: nobody waits until work is done, so a write takes
 * a bounded time longer whatever is behind. Every wait is an event.
 *
 * <p>Threads: the commit leader; readings may lag.
 */
final class Throttle {

    /** Shorter waits are put together: a thread cannot sleep for a microsecond. */
    private static final long WAIT_NANOS_MIN = 500_000;
    /** The longest wait of one commit group. */
    private static final long WAIT_NANOS_MAX = 100_000_000;
    private static final long BYTES_PER_SECOND_MIN = 32L << 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Clock clock;
    private final Events events;
    private long owed;
    private volatile long nanos;

    Throttle(Clock clock, Events events) {
        this.clock = clock;
        this.events = events;
    }

    /** So much was written, and no more than {@code bytesPerSecond} should be. */
    void slow(long bytes, long bytesPerSecond) {
        owed += bytes * NANOS_PER_SECOND / Math.max(BYTES_PER_SECOND_MIN, bytesPerSecond);
        if (owed < WAIT_NANOS_MIN) {
            return;
        }
        long start = clock.nanoTime();
        LockSupport.parkNanos(Math.min(owed, WAIT_NANOS_MAX));
        owed = 0;
        long waited = clock.nanoTime() - start;
        nanos = nanos + waited;
        events.emit(Events.Kind.STALL, start, waited, 1);
    }

    /** That writers have waited since open. */
    long nanos() {
        return nanos;
    }
}
