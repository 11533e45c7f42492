package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.bench.report.EngineEntry.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Costs and gains of layers are claimed from intervals, and layered engines compete only with their like. */
class LayerEffectsTest {

    private static final RunRecord RECORD = SampleRun.of(
            List.of(SampleRun.engine("btree", Role.ENGINE), layered("btree", "ring", "none"),
                    layered("btree", "none", "64MiB"), SampleRun.engine("lmdb", Role.PEER)),
            List.of(SampleRun.cell("btree", "read-uniform", 95, 100, 105),
                    SampleRun.cell("btree", "put", 95, 100, 105), SampleRun.cell("lmdb", "put", 20, 30, 40),
                    cell("btree+ring", "ring", "put", 80, 85, 90),
                    cell("btree+ring", "ring", "read-uniform", 90, 99, 108),
                    cell("btree+cache=64MiB", "cache=64MiB", "read-uniform", 190, 200, 210)),
            List.of());

    private static EngineEntry layered(String engine, String capture, String cache) {
        String name = engine + "+" + (capture.equals("none") ? "cache=" + cache : capture);
        return new EngineEntry(name, engine, capture, cache, Role.ENGINE, "1.0", "", Map.of(), "PROCESS", List.of(), 9,
                9);
    }

    private static Cell cell(String name, String layers, String workload, double low, double rate, double high) {
        return Cell.of(name, workload).layers(layers).data("jdk", 27_983).durability("PROCESS").rate(rate, low, high)
                .perRound(List.of(low, rate, high)).build();
    }

    @Test
    void costAndGainComeFromIntervals() {
        List<LayerEffects.Effect> effects = new LayerEffects(RECORD).all();
        assertEquals(List.of("ring put cost", "ring read-uniform no difference shown",
                "cache=64MiB read-uniform gain"), effects.stream()
                .map(effect -> effect.layers() + " " + effect.with().workload() + " " + effect.verdict()).toList());
        assertEquals("0.85 × [0.83, 0.87]", effects.getFirst().ratio().toString());
        assertEquals(-5_000, effects.getLast().microsAnOperation(), 1e-6);
    }

    @Test
    void layersAreInThePageAndTheTable() {
        String page = ReportPage.html(RECORD);
        assertTrue(page.contains("<a href=\"#layers\">Layers</a>") && page.contains("no difference shown"), page);
        String table = ResultTable.render(RECORD);
        assertTrue(table.contains("btree under cache=64MiB") && table.contains("2.00 × [2.00, 2.00]"), table);
        assertTrue(table.contains("under ring\n"), table);
        assertEquals("", new LayerEffects(SampleRun.record()).html());
    }

    @Test
    void anEngineUnderLayersIsNotRankedWithEnginesAlone() {
        for (Comparison comparison : Comparison.all(RECORD)) {
            assertEquals(1, comparison.ranked().stream().map(Cell::layers).distinct().count());
        }
    }
}
