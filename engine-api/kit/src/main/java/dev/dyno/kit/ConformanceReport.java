package dev.dyno.kit;

import java.util.List;

/**
 * How all rules of a run went, in their order.
 *
 * @param engine its name
 * @param seed that makes the same run again
 */
public record ConformanceReport(String engine, long seed, List<RuleResult> results) {

    public ConformanceReport {
        results = List.copyOf(results);
    }

    /** Rules that hold, denials included. */
    public int passed() {
        return (int) results.stream().filter(RuleResult::passed).count();
    }

    public int total() {
        return results.size();
    }

    public boolean allPassed() {
        return passed() == total();
    }

    public List<RuleResult> failed() {
        return results.stream().filter(result -> !result.passed()).toList();
    }
}
