package dev.dyno.bench.race;

import dev.dyno.bench.report.StudentT;
import java.util.List;

/**
 * A mean and where the true one lies with 95 % confidence: Student's t over rounds. The unit is a fresh JVM, because
 * within one JVM the rates agree with each other far better than they agree with the next.
 *
 * @param low NaN for one round, which shows no spread; never below 0, as a rate is not
 * @param high NaN for one round
 */
record Interval(double mean, double low, double high) {

    /** For the record. */
    static final String METHOD = "mean of one fresh JVM per round, 95 % interval by Student's t over rounds"
            + " (2 rounds: 12.7 standard errors wide, 3: 4.3, 5: 2.8)";

    static Interval of(List<Double> rounds) {
        double mean = rounds.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        if (rounds.size() < 2) {
            return new Interval(mean, Double.NaN, Double.NaN);
        }
        double half = StudentT.halfInterval(rounds, mean);
        return new Interval(mean, Math.max(0, mean - half), mean + half);
    }
}
