package dev.dyno.cache.replay;

import dev.dyno.cache.policy.Belady;
import dev.dyno.cache.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Miss ratios of one trace: a row for each size, a column for each policy, and the optimum.
 *
 * @param trace its name
 * @param requests in the trace
 * @param distinct keys in it
 * @param distinctWeight the size at which nothing but first requests is missed
 * @param rows in the order of the sizes
 */
public record MissTable(String trace, long requests, int distinct, long distinctWeight, List<PolicyKind> policies,
        List<Row> rows) {

    public MissTable {
        policies = List.copyOf(policies);
        rows = List.copyOf(rows);
    }

    /**
     * @param capacity in the weight of the trace
     * @param misses ratio of each policy, in their order
     * @param optimum ratio of {@link Belady}
     */
    public record Row(long capacity, List<Double> misses, double optimum) {
        public Row {
            misses = List.copyOf(misses);
        }
    }

    /** @param capacities each at least 1 */
    public static MissTable of(String trace, Requests requests, List<PolicyKind> policies, List<Long> capacities) {
        Belady belady = requests.optimum();
        List<Row> rows = new ArrayList<>();
        for (long capacity : capacities) {
            List<Double> misses = new ArrayList<>();
            for (PolicyKind policy : policies) {
                misses.add(1 - Simulator.run(requests, policy, capacity).hitRatio());
            }
            double optimum = requests.count() == 0 ? 1 : 1 - (double) belady.hits(capacity) / requests.count();
            rows.add(new Row(capacity, misses, optimum));
        }
        return new MissTable(trace, requests.count(), requests.distinct(), requests.distinctWeight(), policies, rows);
    }
}
