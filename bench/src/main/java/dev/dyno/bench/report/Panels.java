package dev.dyno.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The measured part of the page: for each data set and durability the places that {@code report.js} draws charts into,
 * and beside them the same numbers as tables.
 */
final class Panels {
    private final RunRecord record;
    private final Set<String> engines;

    Panels(RunRecord record) {
        this.record = record;
        this.engines = record.engineNames();
    }

    /** What a kind of chart shows, how to read it, and what it must not be read as. */
    enum Kind {
        THROUGHPUT("Throughput", "Bars are operations per second, longer is better; the whisker is the interval. "
                + "Where whiskers overlap, no difference is shown.",
                "Each workload has its own scale: compare bars within a chart, not between charts."),
        LATENCY("Latency", "Marks are the time of one operation at the middle (p50), the slowest in a hundred "
                + "(p99) and in a thousand (p99.9); left is better, each grid line is ten times the one "
                + "before, and each chart has its own scale.",
                "Service time in a closed loop: time spent waiting for a turn is not in it, so these are not the "
                + "response times of an open system."),
        AMPLIFICATION("Amplification", "Write is bytes written to disk per byte accepted, space is bytes held on disk "
                + "per live byte; shorter is better, 1 is the least without compression.",
                "Counted until the engine was closed; work that it puts off until it is opened again is not in it."),
        ALLOCATION("Allocation", "Bytes of Java heap allocated per operation; lower is better, 0 leaves the "
                + "collector nothing to do.",
                "Memory that native engines take outside the Java heap is not counted.");

        final String title;
        final String readingAid;
        final String caveat;

        Kind(String title, String readingAid, String caveat) {
            this.title = title;
            this.readingAid = readingAid;
            this.caveat = caveat;
        }

        String id() {
            return Text.word(this);
        }

        boolean in(Cell cell) {
            return switch (this) {
                case THROUGHPUT -> cell.measured();
                case LATENCY -> Double.isFinite(cell.p50Micros()) || Double.isFinite(cell.p99Micros());
                case AMPLIFICATION -> Double.isFinite(cell.writeAmplification())
                        || Double.isFinite(cell.spaceAmplification());
                case ALLOCATION -> Double.isFinite(cell.bytesAllocatedPerOp());
            };
        }

        String figure(Cell cell) {
            return switch (this) {
                case THROUGHPUT -> Text.rate(cell.opsPerSecond());
                case LATENCY -> micros(cell.p50Micros());
                case AMPLIFICATION -> amplification(cell.writeAmplification());
                case ALLOCATION -> Text.bytes(cell.bytesAllocatedPerOp());
            };
        }

        String qualifier(Cell cell) {
            return switch (this) {
                case THROUGHPUT -> Text.spread(cell.spread());
                case LATENCY -> "p99 " + micros(cell.p99Micros()) + " · p99.9 " + micros(cell.p999Micros());
                case AMPLIFICATION -> "space " + amplification(cell.spaceAmplification());
                case ALLOCATION -> "";
            };
        }

        private static String micros(double micros) {
            return Double.isFinite(micros) ? Text.micros(micros) : "—";
        }

        private static String amplification(double ratio) {
            return Double.isFinite(ratio) ? Text.ratio(ratio) : "—";
        }
    }

    /** One section of the page; empty if nothing of this kind was measured. */
    String html(Kind kind) {
        List<Cell> cells = record.cells().stream().filter(kind::in).toList();
        if (cells.isEmpty()) {
            return "";
        }
        Html html = new Html().raw("<section id=\"" + kind.id() + "\">\n").element("h2", kind.title);
        html.raw("<p class=\"aid\">").text(kind.readingAid).raw(" <span class=\"caveat\">").text(kind.caveat)
                .raw("</span></p>\n");
        legend(html, kind);
        for (String data : record.dataNames()) {
            Set<String> durabilities = new LinkedHashSet<>();
            cells.stream().filter(cell -> cell.data().equals(data))
                    .forEach(cell -> durabilities.add(cell.durability()));
            for (String durability : durabilities) {
                panel(html, kind, data, durability);
            }
        }
        return html.raw("</section>\n").toString();
    }

    private void legend(Html html, Kind kind) {
        String keys = switch (kind) {
            case THROUGHPUT -> "<span><i class=\"solid\"></i>engine</span><span><i class=\"peer\"></i>peer</span>"
                    + "<span><i class=\"hatched\"></i>scale: a bare structure that keeps no promise; » runs off the "
                    + "chart</span>";
            case LATENCY -> "<span>● p50</span><span>▲ p99</span><span>■ p99.9</span>";
            case AMPLIFICATION -> "<span><i class=\"solid\"></i>write</span>"
                    + "<span><i class=\"hatched\"></i>space</span>";
            case ALLOCATION -> "";
        };
        if (!keys.isEmpty()) {
            boolean manyThreads = record.cells().stream().mapToInt(Cell::threads).distinct().count() > 1;
            html.raw("<p class=\"legend\">").raw(keys)
                    .raw(manyThreads ? "<span>after a name: · number of threads</span>" : "").raw("</p>\n");
        }
    }

    private void panel(Html html, Kind kind, String data, String durability) {
        Predicate<Cell> here = cell -> cell.data().equals(data) && cell.durability().equals(durability)
                && kind.in(cell);
        Set<String> workloads = new LinkedHashSet<>();
        record.cells().stream().filter(here).forEach(cell -> workloads.add(cell.workload()));
        String title = data + " data, durability " + durability;
        String place = Html.attribute("data-kind", kind.id()) + Html.attribute("data-data", data)
                + Html.attribute("data-durability", durability);
        html.raw("<div class=\"panel\"" + place + ">\n<div class=\"bar\">").element("h3", title)
                .raw("<button type=\"button\" class=\"csv\"").raw(Html.attribute("aria-label",
                        "Copy as CSV: " + kind.title + ", " + title)).raw(">Copy as CSV</button></div>\n");
        if (kind != Kind.ALLOCATION) {
            html.raw("<div class=\"charts\">\n");
            for (String workload : workloads) {
                html.raw("<figure" + Html.attribute("data-workload", workload) + "><figcaption>").text(workload)
                        .raw("</figcaption><div class=\"plot\"><canvas role=\"img\" tabindex=\"0\"")
                        .raw(Html.attribute("aria-label", spoken(kind, workload, here))).raw("></canvas></div>"
                        + "</figure>\n");
            }
            html.raw("</div>\n<details><summary>The same numbers as a table</summary>\n");
        }
        table(html, kind, title, workloads, here);
        html.raw(kind == Kind.ALLOCATION ? "</div>\n" : "</details>\n</div>\n");
    }

    /** What a chart shows, for those who do not see it. */
    private String spoken(Kind kind, String workload, Predicate<Cell> here) {
        StringBuilder spoken = new StringBuilder(kind.title + ", " + workload + ": ");
        record.cells().stream().filter(here).filter(cell -> cell.workload().equals(workload))
                .forEach(cell -> spoken.append(cell.engine()).append(' ').append(kind.figure(cell)).append(' ')
                        .append(kind.qualifier(cell)).append("; "));
        return spoken.append("the arrow keys walk through the marks.").toString();
    }

    private void table(Html html, Kind kind, String title, Set<String> workloads, Predicate<Cell> here) {
        List<Cell> cells = record.cells().stream().filter(here).toList();
        List<Integer> threads = cells.stream().map(Cell::threads).distinct().sorted().toList();
        List<String> shown = engines.stream().filter(engine -> cells.stream()
                .anyMatch(cell -> cell.engine().equals(engine))
                || record.refusals().stream().anyMatch(refusal -> refusal.engine().equals(engine))).toList();
        List<String> heads = new ArrayList<>(List.of("workload"));
        heads.addAll(shown);
        html.openTable(kind.title + ", " + title, heads);
        for (String workload : workloads) {
            for (int count : threads) {
                html.rowHead(threads.size() == 1 ? workload : workload + " · " + Text.count(count, "thread"));
                shown.forEach(engine -> entry(html, kind, cells, engine, workload, count));
                html.endRow();
            }
        }
        html.closeTable();
    }

    private void entry(Html html, Kind kind, List<Cell> cells, String engine, String workload, int threads) {
        for (Cell cell : cells) {
            if (cell.engine().equals(engine) && cell.workload().equals(workload) && cell.threads() == threads) {
                html.number(kind.figure(cell), kind.qualifier(cell));
                return;
            }
        }
        html.missing(record.missing(engine, workload, cells.getFirst().data()));
    }
}
