package dev.dyno.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many times the rate of one engine another has, from rounds that ran beside each other: a machine that is faster
 * in one round than in the next is so for both, and goes out of their ratio. The geometric mean of the rounds' ratios,
 * and where the true one lies with 95 % confidence: Student's t over their logarithms.
 *
 * @param low NaN where there is no interval: of one round
 */
record PairedRatio(double mean, double low, double high) {

    /** Whether two cells have rounds that belong together. */
    static boolean isPossible(Cell a, Cell b) {
        return a.perRound().size() > 1 && a.perRound().size() == b.perRound().size() && a.items() == b.items()
                && a.perRound().stream().allMatch(rate -> rate > 0) && b.perRound().stream().allMatch(rate -> rate > 0);
    }

    static PairedRatio of(List<Double> rates, List<Double> others) {
        List<Double> logs = IntStream.range(0, rates.size())
                .mapToObj(round -> Math.log(rates.get(round) / others.get(round))).toList();
        double mean = logs.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        if (logs.size() < 2) {
            return new PairedRatio(Math.exp(mean), Double.NaN, Double.NaN);
        }
        double half = StudentT.halfInterval(logs, mean);
        return new PairedRatio(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
    }

    /** Whether it is shown to be above 1. */
    boolean isFaster() {
        return low > 1;
    }

    /** {@code 2.05 × [1.70, 2.46]}. */
    String text() {
        return Double.isNaN(low) ? Text.digits(mean) + " ×" : String.format(Locale.ROOT, "%s × [%s, %s]",
                Text.digits(mean), Text.digits(low), Text.digits(high));
    }
}
