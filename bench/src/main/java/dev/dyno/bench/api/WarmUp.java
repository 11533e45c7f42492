package dev.dyno.bench.api;

import java.util.DoubleSummaryStatistics;
import java.util.function.DoubleSupplier;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.primitive.DoubleList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;

/**
 * Lets an endpoint become as fast as it gets: a JVM compiles for many seconds, and who is measured before it has
 * finished is measured too slow. Both endpoints get the same chance: windows until the last three lie close together,
 * or until the time is over.
 */
final class WarmUp {

    private static final int STEADY_WINDOWS = 3;
    private static final double STEADY_SPREAD = 0.05;

    private final int windowsMax;

    /** @param windowsMax at least 1 */
    WarmUp(int windowsMax) {
        this.windowsMax = windowsMax;
    }

    /** @param window gives the rate of one window @return the windows, in the order of time */
    DoubleList run(DoubleSupplier window) {
        MutableDoubleList rates = DoubleLists.mutable.empty();
        do {
            rates.add(window.getAsDouble());
        } while (rates.size() < windowsMax && !isSteady(rates));
        return rates;
    }

    /** Whether the last windows differ by no more than a twentieth. */
    static boolean isSteady(DoubleList rates) {
        if (rates.size() < STEADY_WINDOWS) {
            return false;
        }
        DoubleSummaryStatistics last = rates.primitiveStream().skip(rates.size() - STEADY_WINDOWS).summaryStatistics();
        return last.getMax() - last.getMin() <= STEADY_SPREAD * last.getMax();
    }
}
