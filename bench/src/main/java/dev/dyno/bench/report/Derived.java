package dev.dyno.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Figures that several cells give together: what threads add, what more items cost, how long an open takes. */
final class Derived {

    static final String CAPTION = "derived from the rates above";
    private static final String REOPEN = "reopen";
    private static final double MILLIS = 1e3;

    /**
     * One figure.
     *
     * @param what {@code 1 to 2 threads}
     * @param where {@code ycsb read-uniform}
     */
    record Figure(String what, String where, String engine, String value) { }

    private final RunRecord record;

    Derived(RunRecord record) {
        this.record = record;
    }

    /** By kind, then in the order of the record. */
    List<Figure> all() {
        List<Figure> figures = new ArrayList<>();
        record.cells().stream().filter(Cell::measured).forEach(cell -> addScaling(figures, cell));
        record.cells().stream().filter(Cell::measured).forEach(cell -> addGrowth(figures, cell));
        record.cells().stream().filter(cell -> cell.measured() && cell.workload().equals(REOPEN))
                .forEach(cell -> figures.add(new Figure("reopen after a clean close", cell.data(), cell.engine(),
                        millis(cell))));
        return figures;
    }

    private void addScaling(List<Figure> figures, Cell many) {
        record.cells().stream()
                .filter(one -> one.measured() && one.threads() < many.threads() && one.items() == many.items()
                        && one.data().equals(many.data()) && isSameWork(one, many))
                .min(Comparator.comparingInt(Cell::threads))
                .ifPresent(one -> figures.add(new Figure(one.threads() + " to " + many.threads() + " threads",
                        many.data() + " " + many.workload(), many.engine(), Ratio.of(many, one).toString())));
    }

    private void addGrowth(List<Figure> figures, Cell large) {
        record.cells().stream()
                .filter(small -> small.measured() && small.items() < large.items() && small.threads() == large.threads()
                        && RunUnion.isSameData(small, large) && isSameWork(small, large))
                .min(Comparator.comparingLong(Cell::items))
                .ifPresent(small -> figures.add(new Figure(
                        "growth " + RunUnion.count(small.items()) + " to " + RunUnion.count(large.items()),
                        large.workload() + (large.threads() == 1 ? "" : " x" + large.threads()), large.engine(),
                        Ratio.of(large, small).toString())));
    }

    private static boolean isSameWork(Cell a, Cell b) {
        return a.engine().equals(b.engine()) && a.workload().equals(b.workload())
                && a.durability().equals(b.durability());
    }

    private static String millis(Cell cell) {
        String mean = Text.digits(MILLIS / cell.opsPerSecond()) + " ms";
        return cell.hasInterval() && cell.low() > 0 ? String.format(Locale.ROOT, "%s [%s, %s]", mean,
                Text.digits(MILLIS / cell.high()), Text.digits(MILLIS / cell.low())) : mean;
    }

    /** The section of the page; empty if nothing can be derived. */
    String html() {
        List<Figure> figures = all();
        if (figures.isEmpty()) {
            return "";
        }
        Html html = new Html();
        html.raw("<section id=\"derived\">\n<h2>Scaling, growth, reopening</h2>\n<p class=\"aid\">What more threads "
                + "give, what more items leave of the rate, how long an open takes. <span class=\"caveat\">In brackets "
                + "the 95 % interval over the rounds. Growth needs runs of two sizes in one report.</span></p>\n");
        html.openTable(CAPTION, List.of("figure", "engine", "where", "value"));
        for (Figure figure : figures) {
            html.rowHead(figure.what()).raw("<td>").text(figure.engine()).raw("</td><td>").text(figure.where())
                    .raw("</td>").number(figure.value(), "").endRow();
        }
        return html.closeTable().raw("</section>\n").toString();
    }
}
