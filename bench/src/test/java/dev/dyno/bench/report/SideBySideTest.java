package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.bench.report.EngineEntry.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ratios to peers, figures from several cells, and several runs in one report. */
class SideBySideTest {

    private static final long MILLION = 1_000_000;

    private static final RunRecord ONE = record(MILLION, "cpu A",
            cell("hash", "read-uniform", MILLION, 1, "PROCESS", 2_000),
            cell("hash", "read-uniform", MILLION, 2, "PROCESS", 3_800),
            cell("hash", "reopen", MILLION, 1, "PROCESS", 100),
            cell("hash", "ycsb-a", MILLION, 1, "PROCESS", 900),
            cell("lmdb", "read-uniform", MILLION, 1, "PROCESS", 800),
            cell("bound", "read-uniform", MILLION, 1, "MEMORY", 2_400),
            cell("bound", "ycsb-a", MILLION, 1, "MEMORY", 2_400));

    private static RunRecord record(long items, String cpu, Cell... cells) {
        return new RunRecord(RunRecord.FORMAT, "2026-11-23T10:15:30Z", "./dyno race --items " + items, null,
                Map.of("cpu", cpu), Settings.none(), List.of(SampleRun.engine("hash", Role.ENGINE),
                SampleRun.engine("lmdb", Role.PEER), SampleRun.engine("bound", Role.SCALE)), List.of(cells), List.of());
    }

    private static Cell cell(String engine, String workload, long items, int threads, String durability, double rate) {
        // Half of what a round has is the round's, the other half the engine's own.
        double own = engine.equals("hash") && threads == 1 ? 1.1 : 0.9;
        return Cell.of(engine, workload).data("ycsb", items).threads(threads).durability(durability)
                .rate(rate, 0.9 * rate, 1.1 * rate).perRound(List.of(rate * 0.8 * own, rate, rate * 1.2 / own)).build();
    }

    @Test
    void anEngineIsSetAgainstEveryPeer() {
        PeerRatios ratios = new PeerRatios(ONE);
        assertEquals(List.of("lmdb", "bound"), ratios.peers());
        PeerRatios.Row read = ratios.rows().getFirst();
        assertEquals("2.50 × [1.52, 4.12]", read.ratio("lmdb"));
        assertTrue(read.wins("lmdb"));
        assertFalse(read.wins("bound"));
        // Nothing is written, so it does not matter that bound keeps nothing; in ycsb-a it does.
        assertEquals("0.83 × [0.51, 1.37]", read.ratio("bound"));
        assertEquals(1, ratios.rows().size(), "ycsb-a and two threads have nobody to compare with");
        assertTrue(ratios.html().contains("× bound (scale)"), ratios.html());
    }

    @Test
    void threadsAndReopeningAreDerived() {
        assertEquals(List.of("1 to 2 threads: 1.90 × [1.15, 3.13]", "reopen after a clean close: 10.0 ms [9.09, 11.1]"),
                figures(ONE));
    }

    @Test
    void runsOfTwoSizesShowTheGrowth() {
        RunRecord ten = record(10 * MILLION, "cpu A",
                cell("hash", "read-uniform", 10 * MILLION, 1, "PROCESS", 1_500),
                cell("lmdb", "read-uniform", 10 * MILLION, 1, "PROCESS", 500));
        RunRecord both = RunUnion.of(List.of(ONE, ten));
        assertEquals(9, both.cells().size());
        assertEquals(List.of("ycsb · 1M", "ycsb · 10M"), both.dataNames());
        assertTrue(figures(both).contains("growth 1M to 10M: 0.75 × [0.75, 0.75]"), figures(both).toString());
        List<PeerRatios.Row> rows = new PeerRatios(both).rows();
        assertEquals(List.of("ycsb · 1M read-uniform", "ycsb · 10M read-uniform"),
                rows.stream().map(PeerRatios.Row::place).toList());
        assertEquals("3.00 × [1.82, 4.94]", rows.getLast().ratio("lmdb"));
        String page = ReportPage.html(both);
        assertTrue(page.contains("id=\"peers\"") && page.contains("id=\"derived\""));
        String table = ResultTable.render(both);
        assertTrue(table.contains("scale, a bare structure that keeps no promise: bound\n"), table);
        assertTrue(table.contains("growth 1M to 10M") && table.contains("3.00 × [1.82, 4.94]"), table);
    }

    @Test
    void theLastRunWinsAndOtherMachinesAreRefused() {
        RunRecord again = record(MILLION, "cpu A", cell("hash", "read-uniform", MILLION, 1, "PROCESS", 2_200));
        RunRecord both = RunUnion.of(List.of(ONE, again));
        assertEquals(List.of("ycsb"), both.dataNames());
        assertEquals(2_200, both.cells().getFirst().opsPerSecond());
        RunRecord other = record(MILLION, "cpu B", cell("hash", "read-uniform", MILLION, 1, "PROCESS", 1));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> RunUnion.of(List.of(ONE, other)));
        assertTrue(e.getMessage().contains("cpu B"), e.getMessage());
    }

    private static List<String> figures(RunRecord record) {
        return new Derived(record).all().stream().map(figure -> figure.what() + ": " + figure.value()).toList();
    }
}
