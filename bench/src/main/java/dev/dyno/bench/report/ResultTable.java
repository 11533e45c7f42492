package dev.dyno.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The result as plain text for a terminal: a block for each data set, durability and number of threads, at most 100
 * columns wide. Workloads are rows if the engines fit beside each other, otherwise engines are rows; if neither fits,
 * the columns go on in a second table.
 */
public final class ResultTable {
    static final int WIDTH = 100;
    private static final String MARK = " *";
    private static final String GAP = "  ";

    private final RunRecord record;
    private final List<Comparison> comparisons;
    private final StringBuilder out = new StringBuilder();
    private boolean starred;

    private ResultTable(RunRecord record) {
        this.record = record;
        this.comparisons = Comparison.all(record);
    }

    /** The whole table, with line feeds, ending in one. */
    public static String render(RunRecord record) {
        return new ResultTable(record).text();
    }

    private String text() {
        List<Comparison.Group> groups = Comparison.groups(record);
        if (groups.isEmpty()) {
            out.append("nothing was measured\n");
        }
        for (Comparison.Group group : groups) {
            block(group);
        }
        peers();
        derived();
        effects();
        legend(groups.isEmpty());
        refusals();
        return out.toString();
    }

    private void block(Comparison.Group group) {
        Set<String> workloads = new LinkedHashSet<>();
        Set<String> measured = new LinkedHashSet<>();
        for (Cell cell : record.cells()) {
            if (group.has(cell)) {
                workloads.add(cell.workload());
                measured.add(cell.engine());
            }
        }
        Set<String> engines = new LinkedHashSet<>(record.engineNames());
        engines.removeIf(name -> !measured.contains(name) && !record.layers(name).equals(group.layers()));
        engines.removeIf(name -> !measured.contains(name) && workloads.stream()
                .allMatch(workload -> record.missing(name, workload, group.data()).equals("—")));
        out.append(group.title()).append("\n\n");

        List<List<String>> byWorkload = new ArrayList<>();
        byWorkload.add(row("ops/s", engines));
        for (String workload : workloads) {
            List<String> row = row(workload, List.of());
            engines.forEach(engine -> row.add(entry(group, engine, workload)));
            byWorkload.add(row);
        }
        List<List<String>> wide = aligned(byWorkload);
        List<List<String>> tall = aligned(transposed(byWorkload));
        print(width(wide) > WIDTH && tables(tall) <= tables(wide) ? tall : wide);
    }

    /** Every engine against every peer. */
    private void peers() {
        PeerRatios ratios = new PeerRatios(record);
        if (ratios.rows().isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("rate / rate of the peer", ratios.peers().stream().map(ratios::label).toList()));
        for (PeerRatios.Row ratio : ratios.rows()) {
            List<String> row = new ArrayList<>();
            row.add(printable(ratio.engine().engine() + " " + ratio.place(), 40));
            ratios.peers().forEach(peer -> row.add(ratio.ratio(peer)));
            rows.add(row);
        }
        out.append(PeerRatios.CAPTION).append("\n\n");
        print(rows);
    }

    /** What several cells give together. */
    private void derived() {
        List<Derived.Figure> figures = new Derived(record).all();
        if (figures.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("figure", "engine", "where", "value"));
        figures.forEach(figure -> rows.add(List.of(printable(figure.what(), 40), printable(figure.engine()),
                printable(figure.where(), 40), figure.value())));
        out.append(Derived.CAPTION).append("\n\n");
        print(rows);
    }

    /** What the layers cost and gain: a line for each engine, layer and workload. */
    private void effects() {
        List<LayerEffects.Effect> effects = new LayerEffects(record).all();
        if (effects.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("what a layer does to the rate", "workload", "with / without", ""));
        for (LayerEffects.Effect effect : effects) {
            rows.add(List.of(printable(effect.engine() + " under " + effect.layers(), 40),
                    effect.place(), effect.ratio().toString(), effect.verdict()));
        }
        out.append(LayerEffects.CAPTION).append("\n\n");
        print(rows);
    }

    private static List<String> row(String label, Iterable<String> rest) {
        List<String> row = new ArrayList<>();
        row.add(printable(label));
        rest.forEach(text -> row.add(printable(text)));
        return row;
    }

    /** Names come from plug-ins: control characters would reach the terminal. */
    private static String printable(String name) {
        return printable(name, 24);
    }

    private static String printable(String name, int columns) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= columns ? clean : clean.substring(0, columns - 1) + "…";
    }

    private String entry(Comparison.Group group, String engine, String workload) {
        for (Cell cell : record.cells()) {
            if (group.has(cell) && cell.engine().equals(engine) && cell.workload().equals(workload)
                    && cell.measured()) {
                return Text.rate(cell.opsPerSecond()) + " " + Text.spread(cell.spread()) + mark(cell);
            }
        }
        return record.missing(engine, workload, group.data());
    }

    private String mark(Cell cell) {
        for (Comparison comparison : comparisons) {
            if (comparison.decided() && comparison.best() == cell) {
                starred = true;
                return MARK;
            }
        }
        return "";
    }

    /** Keeps the mark's place free in columns that have one, so that their numbers stay aligned. */
    private static List<List<String>> aligned(List<List<String>> rows) {
        List<Integer> marked = IntStream.range(1, rows.getFirst().size())
                .filter(column -> rows.stream().anyMatch(row -> row.get(column).endsWith(MARK))).boxed().toList();
        List<List<String>> aligned = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> padded = new ArrayList<>(row);
            marked.forEach(column -> padded.set(column,
                    row.get(column).endsWith(MARK) ? row.get(column) : row.get(column) + " ".repeat(MARK.length())));
            aligned.add(padded);
        }
        return aligned;
    }

    private static List<List<String>> transposed(List<List<String>> rows) {
        List<List<String>> columns = new ArrayList<>();
        for (int column = 0; column < rows.getFirst().size(); column++) {
            List<String> turned = new ArrayList<>();
            for (List<String> row : rows) {
                turned.add(row.get(column));
            }
            columns.add(turned);
        }
        return columns;
    }

    private static int columnWidth(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static int width(List<List<String>> rows) {
        int width = columnWidth(rows, 0);
        for (int column = 1; column < rows.getFirst().size(); column++) {
            width += GAP.length() + columnWidth(rows, column);
        }
        return width;
    }

    /** Into how many tables the columns must be cut. */
    private static int tables(List<List<String>> rows) {
        int tables = 0;
        int column = 1;
        while (column < rows.getFirst().size()) {
            column = lastThatFits(rows, column) + 1;
            tables++;
        }
        return tables;
    }

    private static int lastThatFits(List<List<String>> rows, int first) {
        int width = columnWidth(rows, 0) + GAP.length() + columnWidth(rows, first);
        int last = first;
        while (last + 1 < rows.getFirst().size()
                && width + GAP.length() + columnWidth(rows, last + 1) <= WIDTH) {
            last++;
            width += GAP.length() + columnWidth(rows, last);
        }
        return last;
    }

    private void print(List<List<String>> rows) {
        int first = 1;
        while (first < rows.getFirst().size()) {
            int last = lastThatFits(rows, first);
            for (List<String> row : rows) {
                printRow(rows, row, first, last);
            }
            out.append('\n');
            first = last + 1;
        }
    }

    private void printRow(List<List<String>> rows, List<String> row, int first, int last) {
        StringBuilder line = new StringBuilder(padded(row.getFirst(), -columnWidth(rows, 0)));
        for (int column = first; column <= last; column++) {
            line.append(GAP).append(padded(row.get(column), columnWidth(rows, column)));
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    /** Right-aligned in {@code width}, left-aligned if it is negative. */
    private static String padded(String text, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", text);
    }

    private void legend(boolean empty) {
        if (starred) {
            out.append("* fastest: its interval overlaps no other's\n");
        }
        List<String> scales = record.engines().stream().filter(engine -> engine.role() == EngineEntry.Role.SCALE)
                .map(EngineEntry::name).toList();
        if (!scales.isEmpty()) {
            out.append("scale, a bare structure that keeps no promise: ").append(String.join(", ", scales))
                    .append('\n');
        }
        double level = record.settings().confidencePercent();
        if (!empty && Double.isFinite(level)) {
            out.append("± half the ").append(Text.percent(level)).append(" interval, over ")
                    .append(Text.count(record.settings().rounds(), "round")).append('\n');
        }
    }

    private void refusals() {
        for (Refusal refusal : record.refusals()) {
            String what = refusal.workload().isEmpty() ? "" : ", " + refusal.workload();
            String line = Text.word(refusal.kind()) + ": " + refusal.engine() + what + ": " + refusal.reason();
            out.append(line.replaceAll("\\p{Cntrl}", "?")).append('\n');
        }
    }
}
