package dev.dyno.bench.race;

import dev.dyno.api.run.Clock;
import dev.dyno.bench.race.RacePlan.Heat;
import dev.dyno.bench.workload.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.collections.api.factory.primitive.ObjectDoubleMaps;
import org.eclipse.collections.api.map.primitive.MutableObjectDoubleMap;

/**
 * Keeps a race within its budget by what its parts really took: a plan knows nothing of the engines. Says how much is
 * left only from what was finished. Confined to a thread.
 */
final class TimeKeeper {

    /** Writing the record, the page and the table. */
    private static final double RESERVE_SECONDS = 2;
    /** Until so many laps are finished nothing is said about the rest. */
    private static final int LAPS_MIN = 3;
    /** What the gate may take of the budget: correctness has no time of its own to spend, and rounds must not pay. */
    private static final double GATE_SHARE = 0.1;
    /** What a lap that loads nothing takes, as long as none was seen. */
    private static final double UNLOADED_SECONDS = 5;
    private static final double NANOS = 1e9;

    private final Clock clock;
    private final long startNanos;
    private final double budgetSeconds;
    /** Of the gate, beyond its share. */
    private double grantedSeconds;
    /** What a heat took when it was run last, in seconds. */
    private final MutableObjectDoubleMap<Heat> heatSeconds = ObjectDoubleMaps.mutable.empty();
    private final Mean loads = new Mean();
    private final Mean others = new Mean();

    /** What laps took. */
    private static final class Mean {
        private double sum;
        private int count;

        double value() {
            return count == 0 ? 0 : sum / count;
        }
    }

    TimeKeeper(Clock clock, double budgetSeconds) {
        this.clock = clock;
        this.startNanos = clock.nanoTime();
        this.budgetSeconds = budgetSeconds;
    }

    double elapsedSeconds() {
        return (clock.nanoTime() - startNanos) / NANOS;
    }

    double leftSeconds() {
        return budgetSeconds + grantedSeconds - RESERVE_SECONDS - elapsedSeconds();
    }

    /** The gate ends now: what it took beyond its share is added to the budget. @return what it took of the budget */
    double finishedGate() {
        double charged = Math.min(elapsedSeconds(), GATE_SHARE * budgetSeconds);
        grantedSeconds = elapsedSeconds() - charged;
        return charged;
    }

    void finishedLap(Heat heat, double seconds) {
        Mean mean = isLoad(heat) ? loads : others;
        mean.sum += seconds;
        mean.count++;
    }

    private static boolean isLoad(Heat heat) {
        return heat.workload().kind() == Workload.Kind.LOAD;
    }

    void finishedHeat(Heat heat, double seconds) {
        heatSeconds.put(heat, seconds);
    }

    /** Whether a heat of so many laps ends in time. */
    boolean fits(Heat heat, int laps) {
        return seconds(heat, laps) <= leftSeconds();
    }

    /** As it was when it was run last; a guess from the laps so far for a heat that never was. */
    private double seconds(Heat heat, int laps) {
        return heatSeconds.getIfAbsent(heat, laps * guess(heat));
    }

    /** How long loads take says nothing about the rest, which is as long as the pace. */
    private double guess(Heat heat) {
        if (isLoad(heat)) {
            return loads.count > 0 ? loads.value() : others.value();
        }
        return others.count > 0 ? others.value() : Math.min(loads.value(), UNLOADED_SECONDS);
    }

    /**
     * Whether there is time, in the first round, for a new heat and then for the other rounds of it and of all before
     * it: fewer heats in all rounds tell more than many in one, which shows no spread. How long it takes is guessed
     * from the laps so far. The very first heat fits whatever the gate took: a race has a result.
     */
    boolean fitsRounds(Heat heat, int laps, int rounds) {
        if (heatSeconds.isEmpty()) {
            return true;
        }
        return (rounds - 1) * heatSeconds.sum() + rounds * laps * guess(heat) <= leftSeconds();
    }

    /**
     * The heats that another round has time for, in their order: all, or as many of the most important as fit.
     *
     * @param importance the same heats, the most important first
     * @param laps in each
     */
    List<Heat> affordable(List<Heat> inOrder, List<Heat> importance, int laps) {
        double left = leftSeconds();
        Set<Heat> chosen = new HashSet<>();
        for (Heat heat : importance) {
            double seconds = seconds(heat, laps);
            if (seconds > left) {
                break;
            }
            left -= seconds;
            chosen.add(heat);
        }
        List<Heat> kept = new ArrayList<>(inOrder);
        kept.retainAll(chosen);
        return kept;
    }

    /** Expected seconds for so many more laps; NaN as long as too little is known. */
    double remainingSeconds(int laps) {
        int finished = loads.count + others.count;
        return finished < LAPS_MIN ? Double.NaN : laps * (loads.sum + others.sum) / finished;
    }
}
