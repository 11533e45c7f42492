package dev.dyno.kit;

import static dev.dyno.api.Capability.CHANGES_TABLES;
import static dev.dyno.api.Capability.RETURN_OLD;
import static dev.dyno.api.Capability.UPDATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException.NoSuchTable;
import dev.dyno.api.EngineException.TableExists;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** W, first part: writes of single items, and tables. {@link BatchRules} has the batches. */
public interface WriteRules extends RuleFamily {

    @Test
    @Rule("W1")
    default void w1_everyCommitTakesAGreaterSequence() {
        Items items = items();
        long last = engine().committedSequence();
        for (int i = 0; i < 100; i++) {
            long sequence = i % 3 == 2 ? items.delete("p", "s") : items.put("p", "s", "v" + i);
            assertTrue(sequence > last, "a sequence must rise: last=" + last + ", sequence=" + sequence);
            assertEquals(sequence, engine().committedSequence());
            last = sequence;
        }
    }

    @Test
    @Rule("W2")
    default void w2_deleteRemovesAndOfAnAbsentItemIsNoChange() {
        Items items = items();
        items.put("p", "s", "value");
        items.put("p", "t", "stays");
        assertTrue(Outcome.committed(items.delete("p", "s")));
        assertEquals(Items.NONE, items.get("p", "s"));
        assertEquals("stays", items.get("p", "t"));
        long before = engine().committedSequence();
        assertEquals(Outcome.NO_CHANGE, items.delete("p", "s"));
        assertEquals(Outcome.NO_CHANGE, items.delete("never", "there"));
        assertEquals(before, engine().committedSequence(), "no change takes no sequence");
    }

    @Test
    @Rule("W3")
    default void w3_aValueOverTheLimitIsRefusedAndNothingIsWritten() {
        int limit = engine().limits().valueBytes();
        if (limit == Integer.MAX_VALUE) {
            return;
        }
        Items items = items();
        items.put("p", "s", "old");
        long before = engine().committedSequence();
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> items.put(Key.of("p", "s"), new byte[limit + 1]));
        assertTrue(refusal.getMessage().contains(String.valueOf(limit)),
                () -> "the refusal must name the limit " + limit + ": " + refusal.getMessage());
        assertEquals("old", items.get("p", "s"));
        assertEquals(before, engine().committedSequence());
    }

    @Test
    @Rule("W4")
    default void w4_valueBuffersAreTheCallersAgainWhenTheCallReturns() {
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[100]);
        buffer.setMemory(0, 100, (byte) 1);
        Key key = Key.of("p", "s");
        table().put(key, buffer, 10, 5);
        buffer.setMemory(0, 100, (byte) 2);
        assertArrayEquals(Items.raw(1, 1, 1, 1, 1), items().value(key));
    }

    @Test
    @Rule("W5")
    default void w5_updateInsertsModifiesRemovesKeepsAndAborts() {
        if (lacks(UPDATE)) {
            return;
        }
        Items items = items();
        assertTrue(Outcome.committed(update("s", "none", "one")));
        assertEquals("one", items.get("p", "s"));
        assertTrue(Outcome.committed(update("s", "one", "a much longer value than before")));
        assertEquals("a much longer value than before", items.get("p", "s"));
        assertTrue(Outcome.committed(update("s", "a much longer value than before", "")));
        assertEquals("", items.get("p", "s"));
        long before = engine().committedSequence();
        assertEquals(Outcome.NO_CHANGE, answer("s", ItemUpdater.KEEP));
        assertEquals(Outcome.ABORTED, answer("s", ItemUpdater.ABORT));
        assertEquals("", items.get("p", "s"));
        assertEquals(before, engine().committedSequence());
        assertTrue(Outcome.committed(answer("s", ItemUpdater.DELETE)));
        assertEquals(Items.NONE, items.get("p", "s"));
        assertEquals(Outcome.NO_CHANGE, answer("s", ItemUpdater.DELETE), "there is nothing to remove");
        assertEquals(Outcome.NO_CHANGE, answer("s", ItemUpdater.KEEP));
        assertEquals(Items.NONE, items.get("p", "s"));
    }

    @Test
    @Rule("W6")
    default void w6_updatesOfOneItemDoNotLoseEachOther() {
        if (lacks(UPDATE)) {
            return;
        }
        int each = 300;
        Runnable counting = () -> {
            try (Session own = engine().openSession()) {
                Table table = own.table(Fixture.ITEMS);
                Key key = Key.of("p", "counter");
                for (int i = 0; i < each; i++) {
                    table.update(key, (current, out) -> {
                        out.putLong(0, current.exists() ? current.value().getLong(0) + 1 : 1);
                        return Long.BYTES;
                    }, WriteOptions.DEFAULT);
                }
            }
        };
        Together.run(counting, counting, counting);
        assertEquals(3L * each, new UnsafeBuffer(items().value(Key.of("p", "counter"))).getLong(0));
    }

    @Test
    @Rule("W7")
    default void w7_anUpdaterThatCallsItsEngineIsStopped() {
        if (lacks(UPDATE)) {
            return;
        }
        Items items = items();
        items.put("p", "s", "old");
        Session inside = fixture().newSession();
        Items reading = new Items(inside.table(Fixture.ITEMS), fixture());
        assertThrows(IllegalStateException.class, () -> table().update(Key.of("p", "s"), (current, out) -> {
            reading.put("p", "other", "from inside");
            return ItemUpdater.KEEP;
        }, WriteOptions.DEFAULT));
        assertEquals("old", items.get("p", "s"));
        assertEquals(Items.NONE, items.get("p", "other"));
        assertTrue(items.put("p", "s", "new") > 0, "the engine goes on");
    }

    @Test
    @Rule("W8")
    default void w8_anUpdateOverTheLimitIsRefusedAndNothingIsWritten() {
        int limit = engine().limits().valueBytes();
        if (lacks(UPDATE) || limit > 64 << 20) {
            return;
        }
        Items items = items();
        items.put("p", "s", "old");
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> table().update(Key.of("p", "s"), (current, out) -> {
                    out.setMemory(0, limit + 1, (byte) 'x');
                    return limit + 1;
                }, WriteOptions.DEFAULT));
        assertTrue(refusal.getMessage().contains(String.valueOf(limit)), refusal::getMessage);
        assertEquals("old", items.get("p", "s"));
        assertTrue(items.put("p", "s", "new") > 0, "the engine goes on");
    }

    @Test
    @Rule("W9")
    default void w9_returnOldIsTheItemThatWasReplaced() {
        if (lacks(RETURN_OLD)) {
            return;
        }
        Items items = items();
        WriteOptions options = new WriteOptions().returnOld();
        Key key = Key.of("p", "s");
        items.put(key, "one", options);
        assertFalse(options.old().exists(), "nothing was replaced");
        items.put(key, "two", options);
        assertEquals("one", Items.text(options.old()));
        items.put(key, "", options);
        assertEquals("two", Items.text(options.old()));
        table().delete(key, options);
        assertTrue(options.old().exists());
        assertEquals("", Items.text(options.old()));
        assertEquals(Outcome.NO_CHANGE, table().delete(key, options));
        assertFalse(options.old().exists());
    }

    @Test
    @Rule("W10")
    default void w10_theSecondTableOfANameIsRefused() {
        if (lacks(CHANGES_TABLES)) {
            return;
        }
        assertThrows(TableExists.class, () -> engine().createTable(TableSpec.sorted(Fixture.ITEMS)));
        TableSpec made = engine().createTable(TableSpec.unsorted("made"));
        assertTrue(made.id() > 0);
        assertFalse(made.sorted());
        assertTrue(engine().tables().contains(made));
        int last = 0;
        for (TableSpec spec : engine().tables()) {
            assertTrue(spec.id() > last, () -> "tables must be in the order of their ids: " + engine().tables());
            last = spec.id();
        }
    }

    @Test
    @Rule("W11")
    default void w11_aDroppedTableIsGoneAndItsIdIsNeverUsedAgain() {
        if (lacks(CHANGES_TABLES)) {
            return;
        }
        Table old = session().table(Fixture.OTHER);
        new Items(old, fixture()).put("p", "s", "lost");
        items().put("p", "s", "kept");
        assertTrue(engine().dropTable(Fixture.OTHER));
        assertFalse(engine().dropTable(Fixture.OTHER), "there is none any more");
        assertThrows(NoSuchTable.class, () -> new Items(old, fixture()).get("p", "s"));
        assertThrows(NoSuchTable.class, () -> new Items(old, fixture()).put("p", "s", "value"));
        assertThrows(NoSuchTable.class, () -> session().table(Fixture.OTHER));

        TableSpec again = engine().createTable(TableSpec.sorted(Fixture.OTHER));
        assertTrue(again.id() > old.spec().id(), "ids are never used again");
        assertEquals(Items.NONE, new Items(session().table(Fixture.OTHER), fixture()).get("p", "s"));
        assertThrows(NoSuchTable.class, () -> new Items(old, fixture()).get("p", "s"),
                "the old handle is of the old table");
        assertEquals("kept", items().get("p", "s"));
    }

    private long update(String sort, String expected, String value) {
        return table().update(Key.of("p", sort), (current, out) -> {
            assertEquals(expected, Items.text(current));
            byte[] bytes = Items.copy(Items.bytes(value));
            out.putBytes(0, bytes);
            return bytes.length;
        }, WriteOptions.DEFAULT);
    }

    private long answer(String sort, int code) {
        return table().update(Key.of("p", sort), (current, out) -> code, WriteOptions.DEFAULT);
    }
}
