package dev.dyno.cache.replay;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Traces made here, so that the same code is covered where the published ones are missing. */
final class MadeTraces {

    static final long SEED = 20_261_123;

    record Named(String name, Requests requests) {
        @Override
        public String toString() {
            return name;
        }
    }

    private MadeTraces() {
    }

    static List<Named> all() {
        return List.of(new Named("zipf", Requests.of(zipf(200_000, 10_000, 0.9))),
                new Named("loop", Requests.of(loop(100_000, 2_000))),
                new Named("scan+zipf", Requests.of(zipfWithScans(200_000, 8_000))));
    }

    /** Keys from 0, the i-th as often as 1 / (i+1)^skew. */
    static long[] zipf(int count, int keys, double skew) {
        double[] upTo = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += Math.pow(i + 1, -skew);
            upTo[i] = sum;
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        long[] trace = new long[count];
        for (int i = 0; i < count; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            trace[i] = Math.min(keys - 1, found < 0 ? -found - 1 : found);
        }
        return trace;
    }

    static long[] loop(int count, int keys) {
        long[] trace = new long[count];
        Arrays.setAll(trace, i -> i % keys);
        return trace;
    }

    /** Zipf, and every 20,000 requests 4,000 keys in a row that never come again. */
    static long[] zipfWithScans(int count, int keys) {
        long[] trace = zipf(count, keys, 0.9);
        for (int i = 0; i < count; i++) {
            if (i % 20_000 < 4_000) {
                trace[i] = keys + i;
            }
        }
        return trace;
    }
}
