package dev.dyno.bench.report;

import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;

/**
 * How many times the rate of one cell another has, with its 95 % interval.
 *
 * <p>Taken round by round: in a round the engines run one behind another, so whatever slows the machine for minutes
 * slows both and cancels out. The ratios' logarithms are averaged, so that a ratio and its inverse say the same. Rounds
 * of different runs were not taken side by side; to pair them is as good as not to, only without that gain.
 *
 * <p>Source: pairing, as in W. S. Gosset, "The Probable Error of a Mean", 1908.
 *
 * @param low NaN if there are not two rounds of both
 * @param high NaN if there are not two rounds of both
 */
record Ratio(double mean, double low, double high) {

    static Ratio of(Cell left, Cell right) {
        int rounds = Math.min(left.perRound().size(), right.perRound().size());
        if (rounds < 2) {
            return new Ratio(left.opsPerSecond() / right.opsPerSecond(), Double.NaN, Double.NaN);
        }
        MutableDoubleList logarithms = DoubleLists.mutable.empty();
        for (int round = 0; round < rounds; round++) {
            logarithms.add(Math.log(left.perRound().get(round) / right.perRound().get(round)));
        }
        Interval interval = Interval.of(logarithms);
        return new Ratio(Math.exp(interval.mean()), Math.exp(interval.low()), Math.exp(interval.high()));
    }

    boolean hasInterval() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    /** Whether the left cell is shown to be the faster one. */
    boolean isFaster() {
        return low > 1;
    }

    /** Whether the left cell is shown to be the slower one. */
    boolean isSlower() {
        return high < 1;
    }

    @Override
    public String toString() {
        String ratio = Text.ratio(mean) + " ×";
        return hasInterval() ? ratio + " [" + Text.ratio(low) + ", " + Text.ratio(high) + "]" : ratio;
    }
}
