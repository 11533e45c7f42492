package dev.dyno.api.run;

import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until it is told to go on. Threads: any. */
public final class ManualClock implements Clock {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong epochMillisAtZero;

    /** Starts with {@link #nanoTime} at 0. */
    public ManualClock(long epochMillis) {
        epochMillisAtZero = new AtomicLong(epochMillis);
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public long epochMillis() {
        return epochMillisAtZero.get() + nanos.get() / 1_000_000;
    }

    /** Moves both clocks. */
    public void advance(long durationNanos) {
        if (durationNanos < 0) {
            throw new IllegalArgumentException("durations do not go back: durationNanos=" + durationNanos + ", min=0");
        }
        nanos.addAndGet(durationNanos);
    }

    /** Moves only the wall clock, forth or back, as an operator or a time server does. */
    public void setEpochMillis(long epochMillis) {
        epochMillisAtZero.set(epochMillis - nanos.get() / 1_000_000);
    }
}
