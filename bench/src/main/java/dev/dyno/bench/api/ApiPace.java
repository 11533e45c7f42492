package dev.dyno.bench.api;

import java.util.ArrayList;
import java.util.List;

/**
 * How long each workload of a race of endpoints is measured, chosen as {@code ./dyno race} chooses: the richest pace at
 * which everything asked for fits the time; if nothing fits, the poorest and as many of the workloads as fit, the most
 * important first. The plan is made when the endpoints are loaded, so what is left of a budget is known and every
 * window lasts as long as it says: a plan that fits is kept. An endpoint that is warm early leaves time over.
 *
 * @param windowMillis of one measurement
 * @param rounds windows of each workload on each endpoint
 * @param warmUpWindows before each workload on each endpoint, at most
 */
public record ApiPace(long windowMillis, int rounds, int warmUpWindows) {

    /** From rich to poor. A JVM compiles for many seconds: warm-up gives way after the rounds, and never to nothing. */
    private static final List<ApiPace> PACES = List.of(
            new ApiPace(2000, 5, 15), new ApiPace(2000, 3, 15), new ApiPace(2000, 3, 10), new ApiPace(1000, 5, 15),
            new ApiPace(1000, 3, 12), new ApiPace(1000, 3, 8), new ApiPace(1000, 3, 5), new ApiPace(500, 3, 8),
            new ApiPace(500, 3, 5), new ApiPace(500, 3, 3));
    private static final double MILLIS = 1e3;

    /** A workload and a pace for it to be measured at. */
    record Plan(ApiPace pace, List<ApiWorkload> workloads) {
    }

    /**
     * @param seconds that are left
     * @param wanted in the order they run in, the most important first; the first is measured whatever it takes
     * @param asked what of a pace is fixed; 0 leaves it open
     */
    static Plan plan(double seconds, int endpoints, List<ApiWorkload> wanted, ApiPace asked) {
        for (ApiPace pace : PACES) {
            ApiPace fixed = pace.with(asked);
            if (fixed.seconds(endpoints, wanted) <= seconds) {
                return new Plan(fixed, wanted);
            }
        }
        ApiPace poorest = PACES.getLast().with(asked);
        List<ApiWorkload> kept = new ArrayList<>(wanted);
        while (kept.size() > 1 && poorest.seconds(endpoints, kept) > seconds) {
            kept.removeLast();
        }
        return new Plan(poorest, List.copyOf(kept));
    }

    private ApiPace with(ApiPace asked) {
        return new ApiPace(asked.windowMillis > 0 ? asked.windowMillis : windowMillis,
                asked.rounds > 0 ? asked.rounds : rounds,
                asked.warmUpWindows > 0 ? asked.warmUpWindows : warmUpWindows);
    }

    /** What these workloads take at most: a streamed one has a window without a stream beside each of its own. */
    double seconds(int endpoints, List<ApiWorkload> workloads) {
        long windows = 0;
        for (ApiWorkload workload : workloads) {
            windows += warmUpWindows + (workload.isStreamed() ? 2L : 1L) * rounds;
        }
        return windows * endpoints * windowMillis / MILLIS;
    }
}
