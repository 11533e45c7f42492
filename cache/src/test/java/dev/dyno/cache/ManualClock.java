package dev.dyno.cache;

import dev.dyno.api.run.Clock;
import java.util.concurrent.TimeUnit;

/** Time that a test moves. */
public final class ManualClock implements Clock {

    private volatile long nanos = 1_000_000_000L;

    public void passMillis(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
