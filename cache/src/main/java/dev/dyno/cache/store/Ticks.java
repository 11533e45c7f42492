package dev.dyno.cache.store;

import dev.dyno.api.run.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Time for deadlines: ticks of 2^24 nanoseconds (about 17 ms) since the cache was opened, so that 32 bits last two
 * years. An entry expires up to a tick early, never late. Threads: any.
 */
public final class Ticks {

    private static final int TICK_BITS = 24;
    private static final int NEVER = -1;

    private final Clock clock;
    private final long originNanos;

    public Ticks(Clock clock) {
        this.clock = clock;
        this.originNanos = clock.nanoTime();
    }

    /** Now, in nanoseconds since the start. */
    public long nanos() {
        return clock.nanoTime() - originNanos;
    }

    /** @param lifeMillis {@link Long#MAX_VALUE}: never */
    public int deadline(long nanos, long lifeMillis) {
        long tick = nanos + TimeUnit.MILLISECONDS.toNanos(lifeMillis) >>> TICK_BITS;
        return lifeMillis == Long.MAX_VALUE || tick >= 0xffff_ffffL ? NEVER : (int) tick;
    }

    public boolean isExpired(int deadline) {
        return deadline != NEVER && nanos() >>> TICK_BITS >= Integer.toUnsignedLong(deadline);
    }
}
