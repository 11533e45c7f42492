package dev.dyno.bench.race;

import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.race.RacePlan.Heat;
import dev.dyno.bench.race.RacePlan.Pace;
import dev.dyno.bench.workload.Workload;
import dev.dyno.bench.workload.Workload.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.collections.api.factory.primitive.ObjectDoubleMaps;
import org.eclipse.collections.api.map.primitive.ImmutableObjectDoubleMap;

/**
 * Turns a budget into a plan: the richest pace at which everything asked for fits; if nothing fits, the poorest pace
 * and as many of the most important heats as it leaves room for.
 *
 * <p>The costs are estimates for two cores, on the slow side; the race itself watches the clock, because a plan is made
 * before anything is known of the engines.
 */
final class Planner {

    /**
     * From rich to poor. At least three rounds: the interval of two is three times as wide, whatever was measured.
     * Where loading takes most of the time, three rounds with time to warm up tell more than four without.
     */
    private static final List<Pace> PACES = List.of(
            new Pace(5, 5, 10, 5), new Pace(5, 3, 5, 5), new Pace(5, 2, 3, 3), new Pace(5, 1, 2, 2),
            new Pace(5, 1, 1, 1), new Pace(4, 1, 1, 1), new Pace(3, 2, 3, 3), new Pace(3, 1, 2, 2),
            new Pace(4, 0.5, 1, 1), new Pace(4, 0.4, 0.6, 1), new Pace(3, 0.4, 0.6, 1));

    /** Starting a JVM, shaking hands, opening, closing, leaving. */
    private static final double FORK_SECONDS = 0.9;
    /** A checkpoint after a load, and the wait until nothing more is written. */
    private static final double SETTLE_SECONDS = 0.5;
    private static final double OPEN_SECONDS = 0.2;
    private static final double REPORT_SECONDS = 2;
    /** Items a second that a middling engine loads. */
    private static final double YCSB_LOAD_RATE = 200_000;
    /** The share of the budget for loading ycsb, which decides how many items it has. */
    private static final double YCSB_LOAD_SHARE = 0.08;
    /** A load so many times slower than a middling one is timed in part only. */
    private static final double SLOW_LOAD = 2;
    private static final double LOAD_SECONDS_LEAST = 2;
    private static final long ITEMS_MIN = 10_000;
    private static final long ITEMS_MAX = 1_000_000;
    private static final double JDK_ITEMS = 27_983;
    private static final double JDK_LOAD_RATE = 60_000;
    private static final double JDK_READ_SECONDS = 4;
    private static final double UNICODE_ITEMS = 294_579;
    private static final double UNICODE_READ_SECONDS = 1.5;
    /** Ranks from one workload to the next. */
    private static final int WORKLOAD_STEP = 2;
    /** To the same workload on the next data set: it is wanted before the next workload on this one. */
    private static final int DATA_STEP = 1;
    /** As {@link #DATA_STEP}, for loads, which cost most. */
    private static final int DATA_STEP_LOAD = 5;

    private final RaceSettings settings;
    private final int engines;
    /** How many of the engines load anew in every fork. */
    private final int forgetful;
    private final double spentSeconds;
    private final long items;

    /** @param spentSeconds of the budget, by the gate */
    Planner(RaceSettings settings, int engines, int forgetful, double spentSeconds) {
        this.settings = settings;
        this.engines = engines;
        this.forgetful = forgetful;
        this.spentSeconds = spentSeconds;
        this.items = settings.items() > 0 ? settings.items() : itemsFor(settings.budget().toSeconds());
    }

    RacePlan plan() {
        List<Heat> wanted = new ArrayList<>(wanted());
        double budget = settings.budget().toSeconds();
        for (Pace pace : PACES) {
            if (seconds(wanted, pace) <= budget) {
                return newPlan(wanted, List.of(), pace);
            }
        }
        Pace poorest = PACES.getLast();
        wanted.sort(Comparator.comparingInt(this::rank));
        List<Heat> dropped = new ArrayList<>();
        while (wanted.size() > 1 && seconds(wanted, poorest) > budget) {
            dropped.add(wanted.removeLast());
        }
        return newPlan(wanted, dropped, poorest);
    }

    /** Every engine loads ycsb in every round; 1, 2 or 5 times a power of ten, so that runs can be compared. */
    private long itemsFor(double budgetSeconds) {
        double loads = (double) PACES.getLast().rounds() * engines;
        double affordable = budgetSeconds * YCSB_LOAD_SHARE / loads * YCSB_LOAD_RATE;
        long round = ITEMS_MIN;
        for (long power = ITEMS_MIN; power <= ITEMS_MAX; power *= 10) {
            for (long step : new long[] {1, 2, 5}) {
                if (step * power <= Math.min(affordable, ITEMS_MAX)) {
                    round = step * power;
                }
            }
        }
        return round;
    }

    private List<Heat> wanted() {
        List<Workload> workloads = settings.workloads().isEmpty() ? List.of(Workload.values())
                : settings.workloads().stream().map(Workload::named).distinct().toList();
        List<Heat> heats = new ArrayList<>();
        for (String data : settings.data()) {
            for (Workload workload : workloads) {
                for (int threads : workload.kind().isParallel() ? settings.threads() : List.of(1)) {
                    heats.add(new Heat(data, workload, threads));
                }
            }
        }
        return heats;
    }

    /** Lower is more important. */
    private int rank(Heat heat) {
        int dataStep = heat.workload().kind() == Kind.LOAD ? DATA_STEP_LOAD : DATA_STEP;
        return WORKLOAD_STEP * (heat.workload().ordinal() + settings.threads().indexOf(heat.threads()))
                + dataStep * settings.data().indexOf(heat.data());
    }

    private RacePlan newPlan(List<Heat> heats, List<Heat> dropped, Pace pace) {
        List<Heat> inOrder = new ArrayList<>(heats);
        inOrder.sort(Comparator.comparingInt((Heat heat) -> settings.data().indexOf(heat.data()))
                .thenComparing(heat -> heat.workload().kind())
                .thenComparing(heat -> heat.workload().ordinal())
                .thenComparing(Heat::threads));
        ImmutableObjectDoubleMap<String> loadSecondsMax = ObjectDoubleMaps.immutable.from(settings.data(), data -> data,
                data -> Math.max(LOAD_SECONDS_LEAST, SLOW_LOAD * loadSeconds(data)));
        return new RacePlan(items, pace, List.copyOf(inOrder), loadSecondsMax, List.copyOf(dropped.reversed()),
                seconds(heats, pace));
    }

    /** What a race of these heats takes. */
    double seconds(List<Heat> heats, Pace pace) {
        double round = 0;
        double once = spentSeconds + REPORT_SECONDS;
        for (String data : settings.data()) {
            boolean any = false;
            for (Heat heat : heats) {
                if (heat.data().equals(data)) {
                    any = true;
                    round += heatSeconds(heat, pace);
                }
            }
            boolean loaded = heats.contains(new Heat(data, Workload.LOAD_RANDOM, 1));
            if (any) {
                once += readSeconds(data);
                // Without a load among the heats one is still needed before the others.
                once += loaded ? 0 : (engines - forgetful) * (FORK_SECONDS + SETTLE_SECONDS + loadSeconds(data));
            }
        }
        return once + pace.rounds() * round;
    }

    private double heatSeconds(Heat heat, Pace pace) {
        double warmUp = RacePlan.warmUpSeconds(heat, pace);
        if (heat.workload().kind() == Kind.LOAD) {
            return engines * (FORK_SECONDS + SETTLE_SECONDS + warmUp + loadSeconds(heat.data()));
        }
        if (heat.workload().kind() == Kind.OPEN) {
            return engines * (FORK_SECONDS + (Forks.OPENS + 1) * OPEN_SECONDS);
        }
        double touch = Track.touchSeconds(items(heat.data())) + Track.OWN_STEPS_SECONDS;
        // Engines that forget are in memory and load twice as fast as the others.
        return engines * (FORK_SECONDS + warmUp + pace.measureSeconds()) + (engines - forgetful) * touch
                + forgetful * loadSeconds(heat.data()) / 2;
    }

    private double loadSeconds(String data) {
        return items(data) / (data.equals(DataSpec.JDK) ? JDK_LOAD_RATE : YCSB_LOAD_RATE);
    }

    private double items(String data) {
        return switch (data) {
            case DataSpec.JDK -> count(JDK_ITEMS);
            case DataSpec.UNICODE -> count(UNICODE_ITEMS);
            default -> items;
        };
    }

    private double count(double real) {
        return settings.items() > 0 ? settings.items() : real;
    }

    private static double readSeconds(String data) {
        return switch (data) {
            case DataSpec.JDK -> JDK_READ_SECONDS;
            case DataSpec.UNICODE -> UNICODE_READ_SECONDS;
            default -> 0;
        };
    }
}
