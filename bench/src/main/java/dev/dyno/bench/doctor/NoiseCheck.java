package dev.dyno.bench.doctor;

import java.util.Locale;
import java.util.function.IntToLongFunction;

/**
 * The noise floor: the same fixed work timed as A and as B in turns. What A and B seem to differ by is noise, and a
 * difference between engines must exceed it to mean anything.
 */
final class NoiseCheck {

    private static final int PAIRS = 30;
    private static final int WARM_UP = 6;
    private static final long ROUND_NANOS = 15_000_000;
    /** Student's t for 95 % and {@link #PAIRS} - 1 degrees of freedom. */
    private static final double T = 2.045;
    private static final double FINE = 0.02;
    private static final double COARSE = 0.15;
    private static final int CHASE_INTS = 8 << 20;

    private NoiseCheck() {
    }

    /** Arithmetic only: clock speed, neighbours, interrupts. */
    static Check processor() {
        return measure("noise, processor", rounds -> {
            long x = 1;
            for (int i = 0; i < rounds * 64; i++) {
                x = x * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            }
            return x;
        });
    }

    /** Dependent loads over 32 MiB: caches, memory bandwidth, page placement. */
    static Check memory() {
        int[] next = new int[CHASE_INTS];
        // A full cycle: an odd step and a power of two have no common divisor.
        for (int i = 0; i < CHASE_INTS; i++) {
            next[i] = i + 1_000_003 & CHASE_INTS - 1;
        }
        return measure("noise, memory", rounds -> {
            int at = 0;
            for (int i = 0; i < rounds; i++) {
                at = next[at];
            }
            return at;
        });
    }

    private static Check measure(String name, IntToLongFunction work) {
        int rounds = calibrate(work);
        double[] differences = new double[PAIRS];
        for (int i = -WARM_UP; i < PAIRS; i++) {
            boolean swapped = (i & 1) == 0;
            long first = time(work, rounds);
            long second = time(work, rounds);
            double ratio = Math.log((double) first / second);
            differences[Math.max(i, 0)] = swapped ? -ratio : ratio;
        }
        return judge(name, differences);
    }

    /** How many rounds take about {@link #ROUND_NANOS}. */
    private static int calibrate(IntToLongFunction work) {
        int rounds = 1 << 10;
        while (rounds < 1 << 24 && time(work, rounds) < ROUND_NANOS) {
            rounds <<= 1;
        }
        return rounds;
    }

    private static long time(IntToLongFunction work, int rounds) {
        long start = System.nanoTime();
        long result = work.applyAsLong(rounds);
        long nanos = System.nanoTime() - start;
        if (result == 42 && nanos == 42) {
            throw new AssertionError("never: the result must be used, or the work is compiled away");
        }
        return Math.max(1, nanos);
    }

    /** @param differences logarithms of A / B, one for each pair */
    static Check judge(String name, double[] differences) {
        double sum = 0;
        for (double difference : differences) {
            sum += difference;
        }
        double mean = sum / differences.length;
        double squares = 0;
        for (double difference : differences) {
            squares += (difference - mean) * (difference - mean);
        }
        double deviation = Math.sqrt(squares / (differences.length - 1));
        double smallest = Math.expm1(Math.abs(mean) + T * deviation / Math.sqrt(differences.length));
        String found = String.format(Locale.ROOT, "smallest difference that could be shown now: %.1f %%"
                + " (%d pairs of equal work, one pair varies by %.1f %%)", 100 * smallest, differences.length,
                100 * deviation);
        if (smallest > COARSE) {
            return Check.unfit(name, found, "only gross differences would show: find what disturbs the machine");
        }
        return smallest > FINE ? Check.warn(name, found, "small differences need a longer budget or a quieter machine")
                : Check.ok(name, found);
    }
}
