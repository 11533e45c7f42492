package dev.dyno.bench.race;

import dev.dyno.bench.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.collections.api.map.primitive.ImmutableObjectDoubleMap;

/**
 * What a budget buys.
 *
 * @param items of ycsb
 * @param pace rounds and lengths
 * @param heats in the order of a round
 * @param loadSecondsMax by data set: how long a load is timed
 * @param dropped what was asked for, or is standard, and did not fit, the most important first
 * @param seconds how long it is expected to take, all together
 */
record RacePlan(long items, Pace pace, List<Heat> heats, ImmutableObjectDoubleMap<String> loadSecondsMax,
        List<Heat> dropped, double seconds) {

    /**
     * For loads and writes, which no reads before them bring to be compiled. Warmed up for 0.4 s they took twice as
     * long, and what is compiled beforehand, like LMDB, won by that.
     */
    static final double WRITE_WARM_UP_SECONDS_LEAST = 1.2;

    /** All engines do one workload, one after another. */
    record Heat(String data, Workload workload, int threads) {

        String title() {
            return data + " " + workload.label() + (threads == 1 ? "" : " x" + threads);
        }
    }

    /**
     * Rounds, and how long a fork warms up and measures.
     *
     * @param iterations the measured time comes in so many parts, which JMH prints apart
     */
    record Pace(int rounds, double warmUpSeconds, double measureSeconds, int iterations) {

        /** Of loads and writes. */
        double writeWarmUpSeconds() {
            return Math.max(WRITE_WARM_UP_SECONDS_LEAST, warmUpSeconds);
        }
    }

    /** How long a fork of a heat warms up. */
    double warmUpSeconds(Heat heat) {
        return warmUpSeconds(heat, pace);
    }

    static double warmUpSeconds(Heat heat, Pace pace) {
        return switch (heat.workload().kind()) {
            case LOAD, WRITE -> pace.writeWarmUpSeconds();
            case OPEN, READ -> pace.warmUpSeconds();
        };
    }

    /** Heats of one data set, in the order of a round. */
    List<Heat> heats(String data) {
        return heats.stream().filter(heat -> heat.data().equals(data)).toList();
    }

    /** Whether the items are loaded in the first round only: where no load is measured, another tells nothing new. */
    boolean loadsOnce(String data) {
        return !heats.contains(new Heat(data, Workload.LOAD_RANDOM, 1));
    }

    /** The forks of one round, if every engine can do everything. */
    int lapsPerRound(int engines) {
        return heats.size() * engines;
    }

    Map<String, String> facts() {
        return Map.of("warmUpSeconds", Double.toString(pace.warmUpSeconds()),
                "writeWarmUpSeconds", Double.toString(pace.writeWarmUpSeconds()),
                "measureSeconds", Double.toString(pace.measureSeconds()),
                "secondsPlanned", Long.toString(Math.round(seconds)),
                "dropped", dropped.stream().map(Heat::title).collect(Collectors.joining(", ")));
    }
}
