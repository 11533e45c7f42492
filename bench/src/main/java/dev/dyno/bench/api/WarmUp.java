package dev.dyno.bench.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;

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
    List<Double> run(DoubleSupplier window) {
        List<Double> rates = new ArrayList<>();
        do {
            rates.add(window.getAsDouble());
        } while (rates.size() < windowsMax && !isSteady(rates));
        return rates;
    }

    /** Whether the last windows differ by no more than a twentieth. */
    static boolean isSteady(List<Double> rates) {
        if (rates.size() < STEADY_WINDOWS) {
            return false;
        }
        List<Double> last = rates.subList(rates.size() - STEADY_WINDOWS, rates.size());
        return Collections.max(last) - Collections.min(last) <= STEADY_SPREAD * Collections.max(last);
    }
}
