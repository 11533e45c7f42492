package dev.dyno.bench.data;

/**
 * A seeded generator of random numbers and the mixing step it is made of. Ten operations a number, no allocation.
 * Source: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014.
 */
public final class SplitMix {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double TO_UNIT = 0x1.0p-53;

    private long state;

    public SplitMix(long seed) {
        state = seed;
    }

    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in {@code 0 .. bound - 1}; the bias, below bound / 2^64, is far under what a run can show. */
    public long next(long bound) {
        return reduce(next(), bound);
    }

    /** Uniform in 0 (inclusive) to 1 (exclusive). */
    public double nextUnit() {
        return (next() >>> 11) * TO_UNIT;
    }

    /** One to one over all longs, every bit of the argument in every bit of the answer. */
    public static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** Maps 64 random bits to {@code 0 .. bound - 1} by a multiplication instead of a division. */
    public static long reduce(long random, long bound) {
        return Math.unsignedMultiplyHigh(random, bound);
    }
}
