package dev.dyno.bench.cli;

import dev.dyno.api.Capability;
import dev.dyno.kit.RuleResult;
import dev.dyno.kit.RuleResult.Status;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How the rules of one family went, on one line. */
record FamilyLine(List<RuleResult> results) {

    String text(Screen screen) {
        long cases = results.stream().mapToLong(RuleResult::cases).sum();
        double seconds = results.stream().mapToLong(RuleResult::durationNanos).sum() / 1e9;
        return String.format(Locale.ROOT, "%-11s %-11s  ", results.getFirst().rule().family().title(), rules())
                + verdict(screen) + String.format(Locale.ROOT, "  %,d cases  %.1f s", cases, seconds) + denials();
    }

    /** {@code K1 to K11}; single rules when some were left out. */
    private String rules() {
        RuleResult first = results.getFirst();
        RuleResult last = results.getLast();
        boolean whole = results.size() > 2 && last.rule().number() - first.rule().number() == results.size() - 1;
        return whole ? first.id() + " to " + last.id()
                : results.stream().map(RuleResult::id).collect(Collectors.joining(" "));
    }

    private String verdict(Screen screen) {
        long failed = count(Status.FAILED);
        if (failed > 0) {
            return screen.bad(failed + " FAILED: " + results.stream().filter(result -> result.status() == Status.FAILED)
                    .map(RuleResult::id).collect(Collectors.joining(" ")));
        }
        if (count(Status.DENIED) == results.size()) {
            return screen.strong("denied");
        }
        return screen.good("ok") + (count(Status.ADVISED) > 0 ? ", " + count(Status.ADVISED) + " advised" : "");
    }

    private String denials() {
        Collection<Capability> denied = new TreeSet<>();
        results.forEach(result -> denied.addAll(result.denied()));
        return denied.isEmpty() ? "" : "  refuses, as it must: "
                + denied.stream().map(Capability::name).collect(Collectors.joining(", "));
    }

    private long count(Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }
}
