package dev.dyno.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.race.RacePlan.Heat;
import dev.dyno.bench.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

    @ParameterizedTest
    @CsvSource({"20,2", "60,2", "90,4", "180,5", "600,5", "600,12", "3600,5", "7200,12"})
    void theBudgetIsKept(long seconds, int engines) {
        RacePlan plan = new Planner(settings(seconds, 0, List.of(), List.of(1)), engines, 1, 0).plan();
        assertTrue(plan.heats().size() == 1 || plan.seconds() <= seconds, "planned " + plan.seconds());
        assertFalse(plan.heats().isEmpty());
        assertEquals(2 * Workload.values().length, plan.heats().size() + plan.dropped().size());
        assertTrue(plan.pace().rounds() >= 3);
    }

    @Test
    void moreTimeNeverMeansFewerHeatsOrItems() {
        int heats = 0;
        long items = 0;
        for (long seconds = 30; seconds <= 3_600; seconds += 30) {
            RacePlan plan = new Planner(settings(seconds, 0, List.of(), List.of(1)), 5, 1, 0).plan();
            assertTrue(plan.items() >= items, "items at " + seconds);
            // Twice the items cost time that heats had before; more of both comes with more time, not every second.
            assertTrue(plan.items() > items || plan.heats().size() >= heats, "heats at " + seconds);
            heats = plan.heats().size();
            items = plan.items();
        }
        assertEquals(34, heats);
    }

    @Test
    void theLeastImportantGoFirst() {
        RacePlan plan = new Planner(settings(60, 0, List.of(), List.of(1)), 2, 1, 0).plan();
        assertTrue(plan.heats().contains(new Heat("ycsb", Workload.LOAD_RANDOM, 1)));
        assertTrue(plan.heats().contains(new Heat("ycsb", Workload.READ_UNIFORM, 1)));
        assertTrue(plan.heats().contains(new Heat("jdk", Workload.READ_UNIFORM, 1)), plan.heats().toString());
        assertTrue(plan.dropped().contains(new Heat("jdk", Workload.YCSB_C, 1)));
    }

    @Test
    void theStandardRaceHasBothDataSets() {
        int engines = 6;
        double gate = 18;
        RacePlan plan = new Planner(settings(180, 0, List.of(), List.of(1)), engines, 0, gate).plan();
        assertTrue(plan.heats().containsAll(List.of(new Heat("ycsb", Workload.LOAD_RANDOM, 1),
                new Heat("ycsb", Workload.READ_UNIFORM, 1), new Heat("jdk", Workload.READ_UNIFORM, 1))),
                plan.toString());
    }

    @Test
    void aShortRaceStillWarmsItsLoadsUp() {
        RacePlan plan = new Planner(settings(60, 0, List.of(), List.of(1)), 2, 1, 0).plan();
        double reads = plan.warmUpSeconds(new Heat("ycsb", Workload.READ_UNIFORM, 1));
        assertTrue(plan.warmUpSeconds(new Heat("ycsb", Workload.LOAD_RANDOM, 1)) > 1, plan.toString());
        assertEquals(plan.pace().warmUpSeconds(), reads);
    }

    @Test
    void aRoundLoadsThenReadsThenWrites() {
        RacePlan plan = new Planner(settings(36_000, 0, List.of(), List.of(1, 2)), 3, 0, 0).plan();
        for (String data : List.of("ycsb", "jdk")) {
            List<Heat> heats = plan.heats(data);
            assertEquals(Workload.LOAD_RANDOM, heats.getFirst().workload());
            for (int i = 1; i < heats.size(); i++) {
                assertTrue(heats.get(i - 1).workload().kind().compareTo(heats.get(i).workload().kind()) <= 0);
            }
        }
        assertEquals(2 * (4 + 2 * 13), plan.heats().size());
    }

    @Test
    void whatIsAskedForIsDone() {
        RacePlan plan = new Planner(settings(120, 12_345, List.of("query-100", "ycsb-a"), List.of(1)), 2, 0, 0).plan();
        assertEquals(12_345, plan.items());
        assertEquals(List.of("ycsb query-100", "ycsb ycsb-a", "jdk query-100", "jdk ycsb-a"),
                plan.heats().stream().map(Heat::title).toList());
    }

    private static RaceSettings settings(long seconds, long items, List<String> workloads, List<Integer> threads) {
        return new RaceSettings(List.of(), List.of(), RaceSettings.DATA, items, 100, threads, workloads,
                List.of(LayerStack.BARE), Durability.PROCESS, Duration.ofSeconds(seconds), Path.of("unused"),
                List.of(), Map.of());
    }
}
