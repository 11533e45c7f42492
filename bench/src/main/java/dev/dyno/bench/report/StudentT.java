package dev.dyno.bench.report;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/** How far the true mean may lie from that of a few measurements, by Student's t. */
public final class StudentT {

    public static final double CONFIDENCE = 0.95;

    private StudentT() {
    }

    /**
     * @param values at least two, whose unit is the answer's
     * @return half of the interval in which the true mean lies with a confidence of {@link #CONFIDENCE}
     */
    public static double halfInterval(List<Double> values, double mean) {
        int n = values.size();
        double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
        double standardError = Math.sqrt(squares / (n - 1) / n);
        return new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * standardError;
    }
}
