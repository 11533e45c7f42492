package dev.dyno.bench.report;

import org.apache.commons.math3.distribution.TDistribution;
import org.eclipse.collections.api.list.primitive.DoubleList;

/**
 * A mean and where the true one lies with 95 % confidence: Student's t over rounds. The unit is a fresh JVM, because
 * within one JVM the rates agree with each other far better than they agree with the next.
 *
 * @param low NaN for one round, which shows no spread
 * @param high NaN for one round
 */
public record Interval(double mean, double low, double high) {

    public static final double CONFIDENCE = 0.95;
    /** For the record. */
    public static final String METHOD = "mean of one fresh JVM per round, 95 % interval by Student's t over rounds"
            + " (2 rounds: 12.7 standard errors wide, 3: 4.3, 5: 2.8);"
            + " of a ratio, over the logarithms of the rounds' own ratios";

    public static Interval of(DoubleList rounds) {
        int n = rounds.size();
        double mean = rounds.averageIfEmpty(Double.NaN);
        if (n < 2) {
            return new Interval(mean, Double.NaN, Double.NaN);
        }
        double squares = rounds.primitiveStream().map(rate -> (rate - mean) * (rate - mean)).sum();
        double standardError = Math.sqrt(squares / (n - 1) / n);
        double half = new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * standardError;
        return new Interval(mean, mean - half, mean + half);
    }
}
