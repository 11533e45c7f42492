package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.bench.report.EngineEntry.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void theFastestIsNamedOnlyWhereNoIntervalOverlaps() {
        Comparison clear = only(SampleRun.cell("a", "w", 190, 200, 210), SampleRun.cell("b", "w", 90, 100, 110));
        assertTrue(clear.decided());
        assertEquals("2.01 × [1.77, 2.27] b", Headline.answer(clear));

        Comparison close = only(SampleRun.cell("a", "w", 95, 105, 115), SampleRun.cell("b", "w", 90, 100, 110));
        assertFalse(close.decided());
        assertEquals("no difference shown", Headline.answer(close));
    }

    @Test
    void whoeverTiesIsAheadOfTheRest() {
        Comparison tie = only(SampleRun.cell("a", "w", 190, 200, 210), SampleRun.cell("b", "w", 185, 195, 205),
                SampleRun.cell("c", "w", 99, 100, 101));
        assertEquals(2, tie.leaders().size());
        assertTrue(Headline.answer(tie).startsWith("no difference shown; a 2.00 × ["), Headline.answer(tie));
    }

    @Test
    void withoutAnIntervalNothingIsClaimed() {
        Comparison unknown = only(SampleRun.cell("a", "w", Double.NaN, 200, Double.NaN),
                SampleRun.cell("b", "w", 90, 100, 110));
        assertFalse(unknown.decided());
        assertEquals("cannot tell: no interval for a", Headline.answer(unknown));
    }

    @Test
    void anEngineAloneBeatsNobody() {
        Comparison alone = only(SampleRun.cell("a", "w", 1, 2, 3));
        assertFalse(alone.decided());
        assertEquals("the only engine measured", Headline.answer(alone));
    }

    @Test
    void differentDurabilityThreadsOrDataAreNeverCompared() {
        Cell base = SampleRun.cell("a", "w", 90, 100, 110);
        Cell durable = Cell.of("b", "w").data("jdk", 1).durability("SYNC").rate(1, 1, 1).build();
        Cell parallel = Cell.of("b", "w").data("jdk", 1).durability("PROCESS").threads(2).rate(900, 899, 901).build();
        Cell other = Cell.of("b", "w").data("ycsb", 1).durability("PROCESS").rate(900, 899, 901).build();
        List<Comparison> all = Comparison.all(SampleRun.of(List.of(), List.of(base, durable, parallel, other),
                List.of()));
        assertEquals(4, all.size());
        assertTrue(all.stream().noneMatch(Comparison::decided));
    }

    @Test
    void aScaleNeverWins() {
        RunRecord record = SampleRun.of(List.of(SampleRun.engine("bound", Role.SCALE)),
                List.of(SampleRun.cell("bound", "w", 900, 901, 902), SampleRun.cell("a", "w", 9, 10, 11)), List.of());
        assertEquals("a", Comparison.all(record).getFirst().best().engine());
    }

    @Test
    void theSentenceCountsWorkloads() {
        RunRecord record = SampleRun.of(List.of(), List.of(
                SampleRun.cell("a", "x", 190, 200, 210), SampleRun.cell("b", "x", 90, 100, 110),
                SampleRun.cell("a", "y", 90, 100, 110), SampleRun.cell("b", "y", 90, 101, 110),
                SampleRun.cell("a", "z", 1, 2, 3)), List.of());
        assertEquals("On jdk data, durability PROCESS, 1 thread: a is fastest in 1 of 3 workloads; "
                + "no difference at the top is shown in 1; only one engine was measured in 1.",
                Headline.sentence(Comparison.groups(record).getFirst(), Comparison.all(record)));
    }

    private static Comparison only(Cell... cells) {
        List<Comparison> all = Comparison.all(SampleRun.of(List.of(), List.of(cells), List.of()));
        assertEquals(1, all.size());
        return all.getFirst();
    }
}
