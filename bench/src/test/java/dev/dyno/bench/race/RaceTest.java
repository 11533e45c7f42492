package dev.dyno.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.report.Cell;
import dev.dyno.bench.report.EngineEntry;
import dev.dyno.bench.report.Refusal;
import dev.dyno.bench.report.RunRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small race with real forks, and what is refused before one begins. */
class RaceTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void aRaceLeavesARecordAPageAndATable() throws IOException {
        Path out = folder.resolve("result");
        assertTrue(race(out, List.of("model", "hash"), List.of("ycsb"), List.of("reopen"), Map.of()),
                screen.toString(StandardCharsets.UTF_8));

        RunRecord record = RunRecord.read(out.resolve("run.json"));
        Cell reopen = record.cells().getFirst();
        assertEquals(List.of("hash", "reopen", "PROCESS"),
                List.of(reopen.engine(), reopen.workload(), reopen.durability()));
        assertTrue(reopen.opsPerSecond() > 0.1, "opens/s " + reopen.opsPerSecond());
        // The model is no durable engine: the workload is refused by name of the capability, nothing failed.
        assertEquals(List.of("model"), record.refusals().stream().map(Refusal::engine).toList());
        assertTrue(record.refusals().getFirst().reason().contains("DURABLE_PROCESS"));
        // No load is measured, so one serves all rounds.
        String log = Files.readString(out.resolve("race.log"));
        assertEquals(1, log.split("=== hash ycsb load-random", -1).length - 1, "loads");
        assertTrue(Files.size(out.resolve("report.html")) > 10_000);
        assertFalse(Files.exists(out.resolve("work")));
        String printed = screen.toString(StandardCharsets.UTF_8);
        assertTrue(printed.endsWith("report: " + out.resolve("report.html") + System.lineSeparator()), printed);
    }

    /** The same work under layers: what they cost or gain, and by which engine they are refused. */
    @Test
    void layersAreAVariableOfTheRace() throws IOException {
        Path out = folder.resolve("layers");
        assertTrue(race(out, List.of("model", "heap"), List.of("ycsb"), List.of("read-uniform"), Map.of(),
                List.of(LayerStack.BARE, new LayerStack("ring", "1MiB"))));
        RunRecord record = RunRecord.read(out.resolve("run.json"));
        Cell read = record.cells().getFirst();
        assertEquals(Durability.MEMORY.name(), read.durability());
        assertTrue(read.opsPerSecond() > 1_000, "ops/s " + read.opsPerSecond());
        assertTrue(read.p50Micros() > 0 && read.p50Micros() <= read.p99Micros());
        assertTrue(read.bytesAllocatedPerOp() >= 0);
        Cell layered = record.cells().get(1);
        assertEquals(List.of("model+ring+cache=1MiB", "ring+cache=1MiB", "read-uniform"),
                List.of(layered.engine(), layered.layers(), layered.workload()));
        EngineEntry entry = record.engines().get(1);
        assertEquals(List.of("model", "ring", "1MiB"), List.of(entry.engine(), entry.capture(), entry.cache()));
        assertEquals("1048576", entry.options().get("cache-bytes"));
        assertTrue(Files.readString(out.resolve("report.html")).contains("<section id=\"layers\">"));
        assertEquals(List.of("heap+ring+cache=1MiB"), record.refusals().stream().map(Refusal::engine).toList());
        assertTrue(record.refusals().getFirst().reason().contains("COMMIT_LISTENER"));
    }

    @Test
    void wrongNamesAreAnsweredWithTheNearestRightOne() {
        refused("model", () -> race(folder, List.of("modle"), List.of("ycsb"), List.of(), Map.of()));
        refused("unicode", () -> race(folder, List.of("model"), List.of("unicod"), List.of(), Map.of()));
        refused("query-10", () -> race(folder, List.of("model"), List.of("ycsb"), List.of("query-1"), Map.of()));
        refused("unknown option", () -> race(folder, List.of("model"), List.of("ycsb"), List.of(),
                Map.of("model.no-such-option", "1")));
        refused("engine.option", () -> race(folder, List.of("model"), List.of("ycsb"), List.of(),
                Map.of("loose", "1")));
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void refused(String hint, Action action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(e.getMessage().contains(hint), e.getMessage());
    }

    private boolean race(Path out, List<String> engines, List<String> data, List<String> workloads,
            Map<String, String> options) throws IOException {
        return race(out, engines, data, workloads, options, List.of(LayerStack.BARE));
    }

    private boolean race(Path out, List<String> engines, List<String> data, List<String> workloads,
            Map<String, String> options, List<LayerStack> stacks) throws IOException {
        RaceSettings settings = new RaceSettings(engines, List.of(RaceSettings.NONE), data, 2_000, 100, List.of(1),
                workloads, stacks, Durability.PROCESS, RaceSettings.BUDGET_MIN, out, List.of(), options);
        return new Race(settings, new PrintStream(screen, true, StandardCharsets.UTF_8), false).run();
    }
}
