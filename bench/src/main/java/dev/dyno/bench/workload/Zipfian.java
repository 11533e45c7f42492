package dev.dyno.bench.workload;

import dev.dyno.bench.data.SplitMix;

/**
 * Few items much, many items rarely: rank r with a probability in proportion to 1 / r^0.99, YCSB's constant. Ranks are
 * drawn by inverting an approximation of the distribution function, which is exact for the first two ranks.
 *
 * <p>{@link #next} scatters ranks over the items by mixing, so that hot items are not neighbours; as in YCSB two ranks
 * may then fall on one item. {@link #nextRank} is the bare rank, from 0.
 *
 * <p>Source: Gray et al., Quickly Generating Billion-Record Synthetic Databases, SIGMOD 1994; Cooper et al.,
 * Benchmarking Cloud Serving Systems with YCSB, SoCC 2010.
 */
final class Zipfian implements Chooser {

    static final double THETA = 0.99;
    /** The sum up to here is exact; the rest of the harmonic number is an integral, off by less than a millionth. */
    private static final int SUMMED = 100_000;
    private static final long SCATTER = 0xC2B2AE3D27D4EB4FL;

    private final SplitMix random;
    private final long items;
    private final double zeta;
    private final double eta;
    private final double secondRank = 1 + Math.pow(0.5, THETA);

    Zipfian(long items, long seed) {
        this.items = items;
        this.random = new SplitMix(seed);
        this.zeta = zeta(items);
        this.eta = (1 - Math.pow(2.0 / items, 1 - THETA)) / (1 - zeta(2) / zeta);
    }

    /** The sum of 1 / i^theta for i from 1 to n. */
    static double zeta(long n) {
        double sum = 0;
        long summed = Math.min(n, SUMMED);
        for (long i = 1; i <= summed; i++) {
            sum += Math.pow(i, -THETA);
        }
        double power = 1 - THETA;
        // Midpoint rule: the terms behind `summed` are the integral from summed + 1/2 to n + 1/2.
        return sum + (Math.pow(n + 0.5, power) - Math.pow(summed + 0.5, power)) / power;
    }

    @Override
    public long next() {
        return SplitMix.reduce(SplitMix.mix(nextRank() + SCATTER), items);
    }

    long nextRank() {
        double u = random.nextUnit();
        double scaled = u * zeta;
        if (scaled < 1) {
            return 0;
        }
        if (scaled < secondRank && items > 1) {
            return 1;
        }
        long rank = (long) (items * Math.pow(eta * u - eta + 1, 1 / (1 - THETA)));
        return Math.min(rank, items - 1);
    }
}
