package dev.dyno.kit;

import static dev.dyno.api.Capability.CONDITION_PREDICATE;
import static dev.dyno.api.Capability.CONDITION_PRESENCE;
import static dev.dyno.api.Capability.CONDITION_SEQUENCE;
import static dev.dyno.api.Capability.CONDITION_VALUE;
import static dev.dyno.api.Capability.RETURN_OLD;
import static dev.dyno.api.Capability.UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** C: conditions are judged at the commit point, and a failed one is an answer that changes nothing. */
public interface ConditionRules extends RuleFamily {

    @Test
    @Rule("C1")
    default void c1_ifAbsentWritesOnlyWhereNothingIs() {
        if (lacks(CONDITION_PRESENCE)) {
            return;
        }
        Items items = items();
        WriteOptions absent = new WriteOptions().ifAbsent();
        assertTrue(Outcome.committed(items.put(Key.of("p", "s"), "first", absent)));
        checkFails(absent, "first");
        items.put("p", "s", "");
        checkFails(absent, "");
        items.delete("p", "s");
        assertEquals(Outcome.NO_CHANGE, table().delete(Key.of("p", "s"), absent));
        assertTrue(Outcome.committed(items.put(Key.of("p", "s"), "again", absent)));
    }

    @Test
    @Rule("C2")
    default void c2_ifPresentWritesOnlyWhereSomethingIs() {
        if (lacks(CONDITION_PRESENCE)) {
            return;
        }
        Items items = items();
        WriteOptions present = new WriteOptions().ifPresent();
        checkFails(present, Items.NONE);
        items.put("p", "s", "");
        assertTrue(Outcome.committed(items.put(Key.of("p", "s"), "second", present)));
        assertTrue(Outcome.committed(table().delete(Key.of("p", "s"), present)));
        checkFails(present, Items.NONE);
    }

    @Test
    @Rule("C3")
    default void c3_ifSequenceWritesOnlyOverThatCommit() {
        if (lacks(CONDITION_SEQUENCE)) {
            return;
        }
        Items items = items();
        WriteOptions options = new WriteOptions();
        long first = items.put(Key.of("p", "s"), "first", options.ifSequence(0));
        assertTrue(Outcome.committed(first), "0 means: only if absent");
        checkFails(options.ifSequence(0), "first");
        checkFails(options.ifSequence(first + 1), "first");
        long second = items.put(Key.of("p", "s"), "second", options.ifSequence(first));
        assertTrue(second > first);
        checkFails(options.ifSequence(first), "second");
        items.put("p", "other", "moves the engine's sequence, not the item's");
        assertTrue(Outcome.committed(table().delete(Key.of("p", "s"), options.ifSequence(second))));
        checkFails(options.ifSequence(second), Items.NONE);
    }

    @Test
    @Rule("C4")
    default void c4_ifValueWritesOnlyOverExactlyTheseBytes() {
        if (lacks(CONDITION_VALUE)) {
            return;
        }
        Items items = items();
        checkFails(ifValue(""), Items.NONE);
        items.put("p", "s", "value");
        checkFails(ifValue("valu"), "value");
        checkFails(ifValue("values"), "value");
        checkFails(ifValue("VALUE"), "value");
        checkFails(ifValue(""), "value");
        assertTrue(Outcome.committed(items.put(Key.of("p", "s"), "", ifValue("value"))));
        checkFails(ifValue("value"), "");
        assertTrue(Outcome.committed(items.put(Key.of("p", "s"), "full", ifValue(""))));
        assertTrue(Outcome.committed(table().delete(Key.of("p", "s"), ifValue("full"))));
    }

    @Test
    @Rule("C5")
    default void c5_ifMatchesWritesOnlyIfThePredicateHolds() {
        if (lacks(CONDITION_PREDICATE)) {
            return;
        }
        Items items = items();
        AtomicInteger calls = new AtomicInteger();
        WriteOptions absent = new WriteOptions().ifMatches(current -> {
            calls.incrementAndGet();
            return !current.exists() && current.length() == 0;
        });
        assertTrue(Outcome.committed(items.put(Key.of("p", "s"), "value", absent)));
        checkFails(absent, "value");
        assertTrue(calls.get() >= 3, "it must be asked for every write");
        WriteOptions equal = new WriteOptions().ifMatches(current -> Items.text(current).equals("value"));
        assertTrue(Outcome.committed(items.put(Key.of("p", "s"), "other", equal)));
        checkFails(equal, "other");
    }

    @Test
    @Rule("C6")
    default void c6_returnOldAlsoWhenTheConditionFails() {
        if (lacks(RETURN_OLD, CONDITION_PRESENCE)) {
            return;
        }
        Items items = items();
        items.put("p", "s", "there");
        WriteOptions options = new WriteOptions().ifAbsent().returnOld();
        assertEquals(Outcome.CONDITION_FAILED, items.put(Key.of("p", "s"), "new", options));
        assertTrue(options.old().exists());
        assertEquals("there", Items.text(options.old()));
        options.ifPresent();
        assertEquals(Outcome.CONDITION_FAILED, items.put(Key.of("p", "missing"), "new", options));
        assertFalse(options.old().exists());
        assertEquals(Outcome.CONDITION_FAILED, table().delete(Key.of("p", "missing"), options));
        assertFalse(options.old().exists());
    }

    @Test
    @Rule("C7")
    default void c7_theConditionOfAnUpdateIsJudgedFirst() {
        if (lacks(UPDATE, CONDITION_PRESENCE)) {
            return;
        }
        AtomicInteger calls = new AtomicInteger();
        WriteOptions present = new WriteOptions().ifPresent();
        assertEquals(Outcome.CONDITION_FAILED, table().update(Key.of("p", "s"), (current, out) -> {
            calls.incrementAndGet();
            return 0;
        }, present));
        assertEquals(0, calls.get(), "the updater must not run");
        items().put("p", "s", "value");
        assertTrue(Outcome.committed(table().update(Key.of("p", "s"), (current, out) -> 0, present)));
        assertEquals("", items().get("p", "s"));
    }

    @Test
    @Rule("C8")
    default void c8_aPredicateThatCallsItsEngineIsStopped() {
        if (lacks(CONDITION_PREDICATE)) {
            return;
        }
        Items items = items();
        items.put("p", "s", "old");
        Items inside = new Items(fixture().newSession().table(Fixture.ITEMS), fixture());
        WriteOptions calling = new WriteOptions().ifMatches(current -> inside.put("p", "inside", "value") > 0);
        assertThrows(IllegalStateException.class, () -> items.put(Key.of("p", "s"), "new", calling));
        assertEquals("old", items.get("p", "s"));
        assertEquals(Items.NONE, items.get("p", "inside"));
        assertTrue(items.put("p", "s", "new") > 0, "the engine goes on");
    }

    @Test
    @Rule("C9")
    default void c9_ofWritersOnOneVersionOneWins() {
        if (lacks(CONDITION_SEQUENCE)) {
            return;
        }
        items().put(Key.of("p", "counter"), new byte[Long.BYTES]);
        int rounds = 200;
        AtomicInteger wins = new AtomicInteger();
        Runnable racing = () -> {
            try (Session own = engine().openSession()) {
                Table table = own.table(Fixture.ITEMS);
                WriteOptions options = new WriteOptions();
                ItemView view = new ItemView();
                for (int i = 0; i < rounds; i++) {
                    table.get(Key.of("p", "counter"), view);
                    UnsafeBuffer next = new UnsafeBuffer(new byte[Long.BYTES]);
                    next.putLong(0, view.value().getLong(0) + 1);
                    options.ifSequence(view.sequence());
                    if (Outcome.committed(table.put(Key.of("p", "counter"), next, 0, Long.BYTES, options))) {
                        wins.incrementAndGet();
                    }
                }
            }
        };
        Together.run(racing, racing);
        assertTrue(wins.get() >= rounds, () -> "somebody wins each version: wins=" + wins);
        assertEquals(wins.get(), new UnsafeBuffer(items().value(Key.of("p", "counter"))).getLong(0));
    }

    private static WriteOptions ifValue(String expected) {
        DirectBuffer bytes = Items.bytes(expected);
        return new WriteOptions().ifValue(bytes, 0, bytes.capacity());
    }

    /** Put and delete of {@code p s} must fail, and leave the item and the sequence as they are. */
    private void checkFails(WriteOptions options, String there) {
        Items items = items();
        long before = engine().committedSequence();
        assertEquals(Outcome.CONDITION_FAILED, items.put(Key.of("p", "s"), "must not be written", options));
        assertEquals(there, items.get("p", "s"));
        assertEquals(Outcome.CONDITION_FAILED, table().delete(Key.of("p", "s"), options));
        assertEquals(there, items.get("p", "s"));
        assertEquals(before, engine().committedSequence(), "a failed condition takes no sequence");
    }
}
