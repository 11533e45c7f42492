package dev.dyno.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result as one HTML file that needs no network: words and tables are written here, charts are drawn in the
 * reader's browser from the record, which stands in the page once, as text.
 */
public final class ReportPage {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

    private ReportPage() {
    }

    /** Writes the page; directories are made as needed. */
    public static void write(RunRecord record, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Files.writeString(target, html(record));
    }

    static String html(RunRecord record) {
        return fill(Resources.template("report.html"), slots(record));
    }

    private static Map<String, String> slots(RunRecord record) {
        Panels panels = new Panels(record);
        Appendix appendix = new Appendix(record);
        Map<String, String> slots = new HashMap<>();
        slots.put("style", Resources.template("report.css"));
        slots.put("library", Resources.chartLibrary());
        slots.put("charts", Resources.template("charts.js"));
        slots.put("script", Resources.template("report.js"));
        slots.put("started", Html.escape(Text.minute(record.startedAt())));
        slots.put("commit", Html.escape(appendix.commit()));
        slots.put("machineShort", Html.escape(record.machine().getOrDefault("cpu", "unknown processor")));
        slots.put("headline", new Headline(record).html());
        slots.put("fitness", appendix.fitness());
        for (Panels.Kind kind : Panels.Kind.values()) {
            String html = panels.html(kind);
            slots.put(kind.id(), html);
            slots.put(kind.id() + "Link",
                    html.isEmpty() ? "" : "<a href=\"#" + kind.id() + "\">" + kind.title + "</a>");
        }
        String layers = new LayerEffects(record).html();
        slots.put("layers", layers);
        slots.put("layersLink", layers.isEmpty() ? "" : "<a href=\"#layers\">Layers</a>");
        String peers = new PeerRatios(record).html();
        slots.put("peers", peers);
        slots.put("peersLink", peers.isEmpty() ? "" : "<a href=\"#peers\">Peers</a>");
        String derived = new Derived(record).html();
        slots.put("derived", derived);
        slots.put("derivedLink", derived.isEmpty() ? "" : "<a href=\"#derived\">Derived</a>");
        slots.put("engines", appendix.engines());
        slots.put("refusals", appendix.refusals());
        slots.put("settings", appendix.settings());
        slots.put("machine", appendix.machine());
        slots.put("command", Html.escape(record.command()));
        slots.put("record", Html.escape(RunJson.text(record)));
        return slots;
    }

    /** One pass over the template: text put into a slot is never searched for slots. */
    private static String fill(String template, Map<String, String> slots) {
        return SLOT.matcher(template).replaceAll(match -> {
            String value = slots.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException("the page's template names an unknown slot: slot=" + match.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
