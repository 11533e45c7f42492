package dev.dyno.bench.report;

import dev.dyno.cache.replay.MissTable;
import dev.dyno.cache.replay.MissTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Miss ratios as a page: for each trace a chart (sizes on a logarithmic axis) and its table. The chart is drawn here,
 * as SVG: it has few points, and so the page needs no script.
 */
public final class MissPage {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    private static final int LEFT = 56;
    private static final int RIGHT = 120;
    private static final int TOP = 16;
    private static final int BOTTOM = 44;
    private static final int LABEL_GAP = 15;
    /** A colour and a dash for each line: told apart without colours too. The last is the optimum's. */
    private static final List<String> COLOURS =
            List.of("#1f5fa8", "#a85b00", "#2e7d4f", "#8a3d8f", "#b03a48", "#5d636b", "#1c1e21");
    private static final List<String> DASHES = List.of("", "6 3", "2 3", "9 3 2 3", "12 4", "4 4", "1 4");

    private final List<MissTable> tables;

    public MissPage(List<MissTable> tables) {
        this.tables = List.copyOf(tables);
    }

    /** The whole page; it needs nothing else. */
    public String html() {
        Html html = new Html();
        html.raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", "Dyno: misses by policy").raw("<style>")
                .raw(Resources.template("report.css"))
                .raw("svg{max-width:100%;height:auto}svg text{fill:var(--ink);font-size:12px}"
                        + "svg .axis{stroke:var(--line)}svg polyline{fill:none;stroke-width:2}</style></head><body>")
                .element("h1", "Misses by policy and size");
        tables.forEach(table -> section(html, table));
        return html.raw("</body></html>\n").toString();
    }

    private static void section(Html html, MissTable table) {
        html.raw("<section>").element("h2", table.trace());
        html.element("p", String.format(Locale.ROOT, "%,d requests, %,d keys. Fewer misses are better; nobody has fewer"
                + " than the optimum, which knows the future.", table.requests(), table.distinct()));
        chart(html, table);
        List<String> heads = new ArrayList<>(names(table));
        heads.addFirst("size");
        html.openTable("Requests missed, in percent", heads);
        for (Row row : table.rows()) {
            html.rowHead(String.format(Locale.ROOT, "%,d", row.capacity()));
            misses(row).forEach(miss -> html.number(String.format(Locale.ROOT, "%.2f", 100 * miss), ""));
            html.endRow();
        }
        html.closeTable().raw("</section>\n");
    }

    private static void chart(Html html, MissTable table) {
        html.raw("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\""
                + Html.attribute("aria-label", "Misses of " + table.trace() + " by size; the table below says the same")
                + ">");
        for (int percent = 0; percent <= 100; percent += 20) {
            double y = y(percent / 100.0);
            html.raw(String.format(Locale.ROOT, "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                    + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>", LEFT, WIDTH - RIGHT, y, y,
                    LEFT - 6, y + 4, percent));
        }
        List<Row> rows = table.rows();
        for (Row row : rows) {
            html.raw(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>",
                    x(row, rows), HEIGHT - BOTTOM + 20, row.capacity()));
        }
        List<String> names = names(table);
        List<Integer> order = byLastMiss(rows, names.size());
        double free = Double.NEGATIVE_INFINITY;
        for (int line : order) {
            free = Math.max(free + LABEL_GAP, y(misses(rows.getLast()).get(line)) + 4);
            line(html, rows, line, line == names.size() - 1 ? COLOURS.size() - 1 : line, names.get(line), free);
        }
        html.raw("</svg>\n");
    }

    /** From the top of the chart down, so that labels at the right end keep the order of the lines. */
    private static List<Integer> byLastMiss(List<Row> rows, int lines) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            order.add(i);
        }
        List<Double> last = misses(rows.getLast());
        order.sort((a, b) -> Double.compare(last.get(b), last.get(a)));
        return order;
    }

    private static void line(Html html, List<Row> rows, int line, int style, String name, double labelY) {
        StringBuilder points = new StringBuilder();
        for (Row row : rows) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(row, rows), y(misses(row).get(line))));
        }
        html.raw("<polyline points=\"" + points.toString().strip() + "\" stroke=\"" + COLOURS.get(style)
                + "\" stroke-dasharray=\"" + DASHES.get(style) + "\"/>");
        html.raw(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" style=\"fill:%s\">", WIDTH - RIGHT + 8, labelY,
                COLOURS.get(style))).text(name).raw("</text>");
    }

    private static List<String> names(MissTable table) {
        List<String> names = new ArrayList<>();
        table.policies().forEach(policy -> names.add(policy.label()));
        names.add("optimum");
        return names;
    }

    private static List<Double> misses(Row row) {
        List<Double> misses = new ArrayList<>(row.misses());
        misses.add(row.optimum());
        return misses;
    }

    private static double x(Row row, List<Row> rows) {
        double from = Math.log(rows.getFirst().capacity());
        double to = Math.log(rows.getLast().capacity());
        double share = to == from ? 0.5 : (Math.log(row.capacity()) - from) / (to - from);
        return LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 24);
    }

    private static double y(double ratio) {
        return TOP + (1 - ratio) * (HEIGHT - TOP - BOTTOM);
    }
}
