package dev.dyno.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.collections.api.bag.sorted.MutableSortedBag;
import org.eclipse.collections.api.factory.SortedBags;

/** The answer in words: a sentence for each group of comparable numbers, then a line for each workload. */
final class Headline {
    private final RunRecord record;
    private final List<Comparison> comparisons;

    Headline(RunRecord record) {
        this.record = record;
        this.comparisons = Comparison.all(record);
    }

    String html() {
        Html html = new Html();
        List<Comparison.Group> groups = Comparison.groups(record);
        if (groups.isEmpty()) {
            html.element("p class=\"lead\"", "Nothing was measured.");
        }
        for (Comparison.Group group : groups) {
            List<Comparison> inGroup = comparisons.stream().filter(comparison -> comparison.in(group)).toList();
            if (!inGroup.isEmpty()) {
                html.element("p class=\"lead\"", sentence(group, inGroup));
                answers(html, group, inGroup);
            }
        }
        return html.toString();
    }

    /** Counts workloads won. It names no overall winner: workloads do not add up. */
    static String sentence(Comparison.Group group, List<Comparison> inGroup) {
        MutableSortedBag<String> wins = SortedBags.mutable.empty();
        int undecided = 0;
        int unknown = 0;
        int alone = 0;
        for (Comparison comparison : inGroup) {
            if (comparison.decided()) {
                wins.add(comparison.best().engine());
            } else if (comparison.ranked().size() == 1) {
                alone++;
            } else if (!comparison.unknown().isEmpty()) {
                unknown++;
            } else {
                undecided++;
            }
        }
        List<String> parts = new ArrayList<>();
        wins.topOccurrences(wins.sizeDistinct())
                .forEach(win -> parts.add(win.getOne() + " is fastest in " + win.getTwo()));
        if (undecided > 0) {
            parts.add("no difference at the top is shown in " + undecided);
        }
        if (unknown > 0) {
            parts.add("intervals are missing to tell in " + unknown);
        }
        if (alone > 0) {
            parts.add("only one engine was measured in " + alone);
        }
        String of = " of " + Text.count(inGroup.size(), "workload");
        parts.set(0, parts.getFirst() + of);
        return "On " + group.title() + ": " + String.join("; ", parts) + ".";
    }

    private static void answers(Html html, Comparison.Group group, List<Comparison> inGroup) {
        html.openTable("Answer per workload, " + group.title(),
                List.of("workload", "fastest", "operations/s", "against the next"));
        for (Comparison comparison : inGroup) {
            html.rowHead(comparison.key().workload());
            if (comparison.unknown().isEmpty()) {
                html.raw(comparison.decided() ? "<td class=\"won\">" : "<td>").text(names(comparison.leaders()))
                        .raw("</td>");
                html.number(Text.rate(comparison.best().opsPerSecond()), Text.spread(comparison.best().spread()));
            } else {
                html.missing("not shown").missing("—");
            }
            html.raw("<td>").text(answer(comparison)).raw("</td>").endRow();
        }
        html.closeTable();
    }

    static String answer(Comparison comparison) {
        Cell next = comparison.runnerUp();
        if (comparison.ranked().size() == 1) {
            return "the only engine measured";
        }
        if (!comparison.unknown().isEmpty()) {
            return "cannot tell: no interval for " + names(comparison.unknown());
        }
        if (next == null) {
            return "no difference shown";
        }
        String ratio = Ratio.of(comparison.best(), next) + " " + next.engine();
        return comparison.decided() ? ratio : "no difference shown; " + comparison.best().engine() + " " + ratio;
    }

    private static String names(List<Cell> cells) {
        return cells.stream().map(Cell::engine).collect(Collectors.joining(", "));
    }
}
