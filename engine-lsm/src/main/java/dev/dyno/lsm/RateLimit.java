package dev.dyno.lsm;

import dev.dyno.api.run.Clock;
import java.util.concurrent.locks.LockSupport;

/** Holds background writing to so many bytes a second, on average. Threads: the one that writes. */
final class RateLimit {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long WAIT_NANOS_MAX = 100_000_000;

    private final Clock clock;
    private final long bytesPerSecond;
    private long free;

    /** @param bytesPerSecond 0: no limit */
    RateLimit(Clock clock, long bytesPerSecond) {
        this.clock = clock;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** So much was written: waits until as much is allowed, or for a tenth of a second. */
    void use(long bytes) {
        if (bytesPerSecond == 0) {
            return;
        }
        long now = clock.nanoTime();
        free = Math.max(free, now) + bytes * NANOS_PER_SECOND / bytesPerSecond;
        if (free > now) {
            LockSupport.parkNanos(Math.min(WAIT_NANOS_MAX, free - now));
        }
    }
}
