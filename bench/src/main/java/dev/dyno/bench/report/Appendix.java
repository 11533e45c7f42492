package dev.dyno.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The part of the page that lets a reader judge and repeat the run: engines, refusals, settings, machine. */
final class Appendix {
    private final RunRecord record;

    Appendix(RunRecord record) {
        this.record = record;
    }

    String fitness() {
        Fitness fitness = new Fitness(record);
        Html html = new Html();
        if (!fitness.noise().isEmpty()) {
            html.element("p", fitness.noise());
        }
        List<String> caveats = fitness.caveats();
        if (caveats.isEmpty()) {
            html.element("p", "Nothing in the record speaks against the machine.");
        } else {
            html.raw("<ul class=\"caveats\">\n");
            caveats.forEach(caveat -> html.element("li", caveat));
            html.raw("</ul>\n");
        }
        return html.toString();
    }

    String engines() {
        Html html = new Html().raw("<div class=\"cards\">\n");
        for (EngineEntry engine : record.engines()) {
            html.raw("<article class=\"card\"><h3>").text(engine.name()).raw(" <small>").text(engine.version())
                    .raw("</small></h3>\n").element("p", engine.summary()).raw("<dl>");
            if (!engine.isBare()) {
                pair(html, "capture", engine.capture());
                pair(html, "cache", engine.cache());
            }
            pair(html, "in the race as", Text.word(engine.role()));
            pair(html, "durability declared", engine.durabilityDeclared());
            pair(html, "gate", engine.gateChecks() == 0 ? "not run"
                    : "passed " + engine.gatePassed() + " of " + engine.gateChecks());
            pair(html, "denies", engine.denied().isEmpty() ? "nothing" : String.join(", ", engine.denied()));
            pair(html, "opened with", engine.options().isEmpty() ? "defaults" : engine.options().entrySet().stream()
                    .map(option -> option.getKey() + "=" + option.getValue()).collect(Collectors.joining("\n")));
            html.raw("</dl></article>\n");
        }
        return html.raw("</div>\n").toString();
    }

    String refusals() {
        if (record.refusals().isEmpty()) {
            return new Html().element("p", "Nothing was refused and nothing failed.").toString();
        }
        Html html = new Html();
        html.openTable("Missing numbers and why", List.of("engine", "workload", "data", "what", "why"));
        for (Refusal refusal : record.refusals()) {
            html.rowHead(refusal.engine());
            html.raw("<td>").text(refusal.workload().isEmpty() ? "every one" : refusal.workload()).raw("</td><td>")
                    .text(refusal.data().isEmpty() ? "every one" : refusal.data()).raw("</td><td>")
                    .text(Text.word(refusal.kind())).raw("</td><td class=\"prose\">").text(refusal.reason())
                    .raw("</td>").endRow();
        }
        return html.closeTable().toString();
    }

    String settings() {
        Settings settings = record.settings();
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("data", String.join(", ", settings.data()));
        shown.put("items", settings.items() > 0 ? String.format(Locale.ROOT, "%,d", settings.items())
                : "as they are");
        shown.put("durability asked for", settings.durability());
        shown.put("threads", settings.threads().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        shown.put("budget", settings.budget());
        shown.put("rounds", Integer.toString(settings.rounds()));
        if (Double.isFinite(settings.confidencePercent())) {
            shown.put("intervals", Text.percent(settings.confidencePercent()));
        }
        shown.putAll(settings.more());
        return facts(shown);
    }

    String machine() {
        return facts(record.machine());
    }

    String commit() {
        RunRecord.Commit commit = record.commit();
        if (commit.hash().isEmpty()) {
            return "unknown commit";
        }
        return "commit " + commit.hash().substring(0, Math.min(10, commit.hash().length()))
                + (commit.dirty() ? " with uncommitted changes" : "");
    }

    private static String facts(Map<String, String> facts) {
        Html html = new Html().raw("<dl class=\"facts\">");
        facts.forEach((name, value) -> pair(html, spaced(name), value));
        return html.raw("</dl>\n").toString();
    }

    private static void pair(Html html, String name, String value) {
        if (!value.isEmpty()) {
            html.raw("<div><dt>").text(name).raw("</dt><dd>").text(value).raw("</dd></div>");
        }
    }

    /** {@code hugePages} as {@code huge pages}. */
    private static String spaced(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
