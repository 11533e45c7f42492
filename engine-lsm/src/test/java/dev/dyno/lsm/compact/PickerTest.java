package dev.dyno.lsm.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What pickers choose, on trees written down by hand, and what that comes to over many flushes. */
class PickerTest {

    private static final long MIB = 1 << 20;
    /** A share of dropped entries that makes merging worth while. */
    private static final double SOME = 0.5;

    private static FileInfo file(long id, long bytes, int low, int high) {
        return new FileInfo(id, bytes, 100, 0, (long) low << 56, ((long) high << 56) - 1);
    }

    private static RunInfo run(int level, long number, FileInfo... files) {
        return new RunInfo(level, number, List.of(files));
    }

    @Test
    void leveledMergesLevelZeroWithWhatItOverlaps() {
        RunInfo one = run(1, 7, file(10, MIB, 0, 64), file(11, MIB, 64, 128));
        RunInfo two = run(0, 8, file(12, MIB, 0, 32));
        RunInfo three = run(0, 9, file(13, MIB, 16, 48));
        Task task = new Leveled(2, 4, 10 * MIB).pick(List.of(three, two, one), SOME);
        assertEquals(1, task.level());
        assertEquals(7, task.run());
        assertEquals(List.of(13L, 12L, 10L), task.files().stream().map(FileInfo::id).toList());
    }

    @Test
    void leveledTakesTheFileThatSharesLeast() {
        RunInfo upper = run(1, 5, file(1, 4 * MIB, 0, 64), file(2, 4 * MIB, 64, 128));
        RunInfo lower = run(2, 4, file(3, 9 * MIB, 0, 64), file(4, MIB, 64, 128));
        Task task = new Leveled(4, 4, 2 * MIB).pick(List.of(upper, lower), SOME);
        assertEquals(2, task.level());
        assertEquals(List.of(2L, 4L), task.files().stream().map(FileInfo::id).toList());
    }

    @Test
    void leveledMovesAFileThatSharesNothing() {
        RunInfo upper = run(1, 5, file(1, 4 * MIB, 0, 64));
        Task task = new Leveled(4, 4, 2 * MIB).pick(List.of(upper), SOME);
        assertTrue(task.moves());
        assertEquals(2, task.level());
    }

    @Test
    void tieredMergesALevelThatIsFull() {
        RunInfo newer = run(1, 6, file(1, MIB, 0, 128));
        RunInfo older = run(1, 5, file(2, MIB, 0, 128));
        Task task = new Tiered(4, 2).pick(List.of(newer, older), SOME);
        assertEquals(2, task.level());
        assertEquals(Task.NEW_RUN, task.run());
        assertEquals(2, task.inputs().size());
        assertTrue(new Tiered(4, 3).pick(List.of(newer, older), SOME).isNone());
    }

    @Test
    void lazyLeveledKeepsOneRunAtTheEndAndMovesItDownWhenItIsLarge() {
        RunInfo newer = run(0, 6, file(1, MIB, 0, 128));
        RunInfo older = run(0, 5, file(2, MIB, 0, 128));
        RunInfo small = run(1, 4, file(3, 3 * MIB, 0, 128));
        RunInfo large = run(1, 4, file(3, 30 * MIB, 0, 128));
        Task merge = new LazyLeveled(2, 4).pick(List.of(newer, older, small), SOME);
        assertEquals(List.of(1L, 2L, 3L), merge.files().stream().map(FileInfo::id).toList());
        Task move = new LazyLeveled(2, 4).pick(List.of(newer, older, large), SOME);
        assertTrue(move.moves());
        assertEquals(2, move.level());
        assertEquals(List.of(3L), move.files().stream().map(FileInfo::id).toList());
    }

    @Test
    void lazyLeveledKeepsSeveralRunsAtTheEndWhileMergesDropLittle() {
        RunInfo newer = run(0, 6, file(1, MIB, 0, 128));
        RunInfo older = run(0, 5, file(2, MIB, 0, 128));
        RunInfo end = run(1, 4, file(3, 3 * MIB, 0, 128));
        Task task = new LazyLeveled(2, 4).pick(List.of(newer, older, end), 0.01);
        assertEquals(List.of(1L, 2L), task.files().stream().map(FileInfo::id).toList());
        assertEquals(Task.NEW_RUN, task.run());
        assertTrue(new LazyLeveled(2, 4).pick(List.of(run(1, 9, file(1, MIB, 0, 128)), end), 0.01).isNone());
        RunInfo large = run(1, 5, file(4, 30 * MIB, 0, 128));
        Task together = new LazyLeveled(2, 4).pick(List.of(newer, older, large, end), SOME);
        assertEquals(List.of(4L, 3L), together.files().stream().map(FileInfo::id).toList());
        assertFalse(together.moves(), "runs that overlap cannot become one by a move");
    }

    @Test
    void newItemsAreMergedAsIfTiered() {
        Simulator.Load load = new Simulator.Load(20_000_000, 1_000_000_000, 120, 50 * MIB, 32 * MIB);
        assertEquals(last(new Tiered(4, 8), load).write(), last(new LazyLeveled(4, 8), load).write(), 0.01);
    }

    @Test
    void theDropRateForgets() {
        DropRate drops = new DropRate();
        assertEquals(0, drops.share());
        drops.add(1_000, 500);
        assertEquals(0.5, drops.share());
        for (int i = 0; i < 10; i++) {
            drops.add(1_000, 0);
        }
        assertTrue(drops.share() < 0.01, () -> "share=" + drops.share());
    }

    @Test
    void policiesDifferAsTheoryHasIt() {
        Simulator.Load load = new Simulator.Load(20_000_000, 20_000_000, 120, 50 * MIB, 32 * MIB);
        Simulator.Sample leveled = last(new Leveled(4, 4, 200 * MIB), load);
        Simulator.Sample tiered = last(new Tiered(4, 4), load);
        Simulator.Sample lazy = last(new LazyLeveled(4, 4), load);
        assertTrue(tiered.write() <= lazy.write() && lazy.write() < leveled.write(),
                () -> "write: " + tiered.write() + ", " + lazy.write() + ", " + leveled.write());
        assertTrue(leveled.read() < tiered.read(), () -> "read: " + leveled.read() + ", " + tiered.read());
    }

    @Test
    void overwritesGoAwayWhereRunsAreMerged() {
        Simulator.Load load = new Simulator.Load(20_000_000, 1_000_000, 120, 50 * MIB, 32 * MIB);
        Simulator.Sample lazy = last(new LazyLeveled(4, 4), load);
        Simulator.Sample none = last(Policy.NONE.picker(4, 4, 200 * MIB), load);
        assertTrue(lazy.space() < 4 && none.space() > 15, () -> "space: " + lazy.space() + ", " + none.space());
    }

    private static Simulator.Sample last(Picker picker, Simulator.Load load) {
        List<Simulator.Sample> samples = new Simulator(picker, load).run(10);
        assertEquals(10, samples.size());
        return samples.getLast();
    }
}
