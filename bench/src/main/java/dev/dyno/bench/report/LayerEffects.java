package dev.dyno.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What each layer costs or gains: the rate of an engine under layers over the rate of the same engine alone, for each
 * workload, from the same run. A cost or a gain is claimed only where the ratio's interval leaves 1 out.
 */
final class LayerEffects {

    static final String CAPTION = "layers: rate with the layers / rate of the engine alone";
    private static final String NOTHING = "no difference shown";

    /**
     * One engine under one stack of layers in one workload.
     *
     * @param with the cell under the layers
     * @param without the same engine alone
     */
    record Effect(String engine, String layers, Cell with, Cell without) {

        /** {@code ycsb read-uniform}. */
        String place() {
            return with.data() + " " + with.workload() + (with.threads() == 1 ? "" : " x" + with.threads());
        }

        Ratio ratio() {
            return Ratio.of(with, without);
        }

        /** {@code gain}, {@code cost}, or that neither is shown. */
        String verdict() {
            Ratio ratio = ratio();
            if (!ratio.hasInterval()) {
                return "cannot tell";
            }
            return ratio.isFaster() ? "gain" : ratio.isSlower() ? "cost" : NOTHING;
        }

        /** What the layers do to one operation, in microseconds; negative where they save time. */
        double microsAnOperation() {
            return with.threads() * (1e6 / with.opsPerSecond() - 1e6 / without.opsPerSecond());
        }
    }

    private final RunRecord record;

    LayerEffects(RunRecord record) {
        this.record = record;
    }

    /** By engine, layers and workload, in the order of the record. */
    List<Effect> all() {
        List<Effect> effects = new ArrayList<>();
        for (EngineEntry entry : record.engines()) {
            for (EngineEntry alone : record.engines()) {
                if (!entry.isBare() && alone.isBare() && alone.engine().equals(entry.engine())) {
                    add(effects, entry, alone);
                }
            }
        }
        return effects;
    }

    private void add(List<Effect> effects, EngineEntry layered, EngineEntry alone) {
        for (Cell with : record.cells()) {
            for (Cell without : record.cells()) {
                if (with.engine().equals(layered.name()) && without.engine().equals(alone.name())
                        && with.measured() && without.measured() && isSamePlace(with, without)) {
                    effects.add(new Effect(alone.engine(), with.layers(), with, without));
                }
            }
        }
    }

    private static boolean isSamePlace(Cell a, Cell b) {
        return a.workload().equals(b.workload()) && a.data().equals(b.data()) && a.threads() == b.threads()
                && a.durability().equals(b.durability());
    }

    /** The section of the page; empty without layers. */
    String html() {
        List<Effect> effects = all();
        if (effects.isEmpty()) {
            return "";
        }
        Html html = new Html();
        html.raw("<section id=\"layers\">\n<h2>Layers</h2>\n<p class=\"aid\">What change capture and caches do to the "
                + "rate of the engine below: above 1 a gain, below 1 a cost. <span class=\"caveat\">In brackets the "
                + "ratio's 95 % interval over the rounds; where 1 is in it no difference is shown. A cache costs "
                + "where nothing is asked for again, and in every write.</span></p>\n");
        html.openTable("Layers: with and without", List.of("engine", "layers", "workload", "with / without",
                "µs an operation", "verdict"));
        for (Effect effect : effects) {
            html.rowHead(effect.engine()).raw("<td>").text(effect.layers()).raw("</td><td>").text(effect.place())
                    .raw("</td>");
            html.number(effect.ratio().toString(), "");
            html.number(signed(effect.microsAnOperation()), "");
            html.raw(effect.verdict().equals("gain") ? "<td class=\"won\">" : "<td>").text(effect.verdict())
                    .raw("</td>").endRow();
        }
        return html.closeTable().raw("</section>\n").toString();
    }

    private static String signed(double micros) {
        return (micros > 0 ? "+" : "") + Text.digits(micros);
    }
}
