package dev.dyno.bench.report;

import java.util.List;
import java.util.Map;

/**
 * What the race was asked to do, after defaults were filled in.
 *
 * @param data names of the data sets
 * @param items how many items each data set was cut or scaled to; 0 means as it is
 * @param budget as written by the user, such as {@code 3m}
 * @param durability the one asked for
 * @param confidencePercent the level of every interval in the record
 * @param more whatever else shapes the numbers: value sizes, seeds, fork options
 */
public record Settings(
        List<String> data,
        long items,
        String budget,
        int rounds,
        List<Integer> threads,
        String durability,
        double confidencePercent,
        Map<String, String> more) {

    public Settings {
        data = data == null ? List.of() : List.copyOf(data);
        budget = Text.orEmpty(budget);
        threads = threads == null ? List.of() : List.copyOf(threads);
        durability = Text.orEmpty(durability);
        more = Text.ordered(more);
    }

    static Settings none() {
        return new Settings(null, 0, "", 0, null, "", Double.NaN, null);
    }
}
