package dev.dyno.kit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.kit.history.Action.Batch;
import dev.dyno.kit.history.Action.Delete;
import dev.dyno.kit.history.Action.Get;
import dev.dyno.kit.history.Action.Put;
import dev.dyno.kit.history.Action.Swap;
import dev.dyno.kit.history.Action.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Histories that are known to be linearizable, and known not to be. */
class LinearizabilityTest {

    @Test
    void callsOneAfterAnotherAreAnsweredInOrder() {
        assertTrue(explained(call(0, 1, new Put("k", "a")), call(2, 3, new Get("k", "a")),
                call(4, 5, new Delete("k", true)), call(6, 7, new Get("k", ""))));
        assertFalse(explained(call(0, 1, new Put("k", "a")), call(2, 3, new Get("k", ""))));
        assertFalse(explained(call(0, 1, new Put("k", "a")), call(2, 3, new Delete("k", false))));
    }

    @Test
    void overlappingCallsMayComeInEitherOrder() {
        assertTrue(explained(call(0, 3, new Put("k", "a")), call(1, 2, new Get("k", ""))));
        assertTrue(explained(call(0, 3, new Put("k", "a")), call(1, 2, new Get("k", "a"))));
        assertFalse(explained(call(0, 3, new Put("k", "a")), call(1, 2, new Get("k", "b"))));
    }

    @Test
    void onceSeenAWriteStaysSeen() {
        assertFalse(explained(call(0, 9, new Put("k", "a")), call(1, 2, new Get("k", "a")),
                call(3, 4, new Get("k", ""))));
        assertTrue(explained(call(0, 9, new Put("k", "a")), call(1, 2, new Get("k", "")),
                call(3, 4, new Get("k", "a"))));
    }

    @Test
    void twoReadersMustAgreeOnTheOrderOfTwoWrites() {
        List<Call<Action>> writes = List.of(call(0, 20, new Put("k", "a")), call(1, 21, new Put("k", "b")));
        List<Call<Action>> readers = new ArrayList<>(writes);
        readers.addAll(List.of(call(2, 3, new Get("k", "a")), call(6, 7, new Get("k", "b"))));
        assertTrue(explained(readers));
        readers.add(call(10, 11, new Get("k", "a")));
        assertFalse(explained(readers));
    }

    @Test
    void oneOfTwoSwapsFromTheSameValueWins() {
        assertTrue(explained(call(0, 5, new Swap("k", "", "a", true)), call(1, 6, new Swap("k", "", "b", false))));
        assertFalse(explained(call(0, 5, new Swap("k", "", "a", true)), call(1, 6, new Swap("k", "", "b", true))));
    }

    @Test
    void whatIsPendingMayHappenLateOrNever() {
        Call<Action> pending = new Call<>(0, 0, Call.PENDING, new Put("k", "a"));
        assertTrue(explained(pending, call(1, 2, new Get("k", ""))));
        assertTrue(explained(pending, call(1, 2, new Get("k", "")),
                call(3, 4, new Get("k", "a"))));
        assertFalse(explained(pending, call(1, 2, new Get("k", "a")), call(3, 4, new Get("k", ""))));
    }

    @Test
    void aSnapshotSeesABatchWholeOrNotAtAll() {
        Call<Action> batch = call(0, 9, new Batch(Map.of("k", "a", "l", "a")));
        assertTrue(explained(batch, call(1, 2, new View(Map.of("k", "", "l", "")))));
        assertTrue(explained(batch, call(1, 2, new View(Map.of("k", "a", "l", "a")))));
        assertFalse(explained(batch, call(1, 2, new View(Map.of("k", "a", "l", "")))));
    }

    @Test
    void keyByKeyInOrderIsNotEnoughForSnapshots() {
        // Two snapshots that see two independent writes in different orders.
        assertFalse(explained(call(0, 20, new Put("k", "a")), call(1, 21, new Put("l", "a")),
                call(2, 22, new View(Map.of("k", "a", "l", ""))), call(3, 23, new View(Map.of("k", "", "l", "a")))));
    }

    /** Four threads of a correct register, run one call at a time with overlaps drawn around it. */
    @Test
    void longHistoriesOfACorrectRegisterAreExplained() {
        for (long seed = 0; seed < 20; seed++) {
            List<Call<Action>> calls = correct(new Random(seed), 200);
            assertTrue(explained(calls), "seed=" + seed);
            // The last read of a value that was certainly overwritten before it began.
            List<Call<Action>> broken = new ArrayList<>(calls);
            broken.add(call(100_000, 100_001, new Get("k1", "never written")));
            assertFalse(explained(broken), "seed=" + seed);
        }
    }

    @Test
    void aHistoryIsInTheOrderOfItsInvocations() {
        History<String> history = new History<>(2);
        long first = history.log(0).invoke();
        long second = history.log(1).invoke();
        history.log(1).returned(second, "second");
        history.log(0).returned(first, "first");
        history.log(0).unknown(history.log(0).invoke(), "third");
        assertEquals(List.of("first", "second", "third"), history.calls().stream().map(Call::action).toList());
        assertTrue(history.calls().get(2).pending());
        assertTrue(history.calls().get(1).returned() < history.calls().get(0).returned());
    }

    /** Each call takes effect at its own instant; it was invoked some instants earlier and returns some later. */
    private static List<Call<Action>> correct(Random random, int count) {
        Map<String, String> state = new HashMap<>();
        List<Call<Action>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = "k" + random.nextInt(4);
            long instant = 100L * (i + 1);
            Action action;
            if (random.nextBoolean()) {
                action = new Put(key, "v" + i);
                state.put(key, "v" + i);
            } else {
                action = new Get(key, state.getOrDefault(key, ""));
            }
            calls.add(new Call<>(i % 4, instant - random.nextInt(190), instant + 1 + random.nextInt(190), action));
        }
        Collections.shuffle(calls, random);
        return calls;
    }

    private static Call<Action> call(long invoked, long returned, Action action) {
        return new Call<>(0, invoked, returned, action);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static boolean explained(Call<Action>... calls) {
        return explained(List.of(calls));
    }

    private static boolean explained(List<Call<Action>> calls) {
        return Registers.check(calls).isEmpty();
    }
}
