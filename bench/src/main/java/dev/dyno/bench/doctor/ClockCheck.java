package dev.dyno.bench.doctor;

import java.util.Locale;

/** What reading the clock costs and how fine it is: both bound the shortest latency that can be told. */
final class ClockCheck {

    private static final int READINGS = 200_000;
    private static final long STEP_COARSE_NANOS = 1_000;
    private static final double COST_HIGH_NANOS = 200;

    private ClockCheck() {
    }

    static Check measure(String source) {
        long stepMin = Long.MAX_VALUE;
        long start = System.nanoTime();
        long before = start;
        for (int i = 0; i < READINGS; i++) {
            long now = System.nanoTime();
            if (now > before) {
                stepMin = Math.min(stepMin, now - before);
            }
            before = now;
        }
        return judge(source, stepMin, (before - start) / (double) READINGS);
    }

    static Check judge(String source, long stepNanos, double costNanos) {
        String found = String.format(Locale.ROOT, "%ssmallest step %,d ns, a reading costs %.0f ns",
                source.isEmpty() ? "" : source + ", ", stepNanos, costNanos);
        if (stepNanos > STEP_COARSE_NANOS || costNanos > COST_HIGH_NANOS) {
            return Check.warn("clock", found, "latencies of fast operations cannot be told one by one; rates can");
        }
        return Check.ok("clock", found);
    }
}
