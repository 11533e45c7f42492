package dev.dyno.kit;

import static dev.dyno.api.Capability.ATOMIC_BATCH;
import static dev.dyno.api.Capability.ATOMIC_BATCH_ACROSS_PARTITIONS;
import static dev.dyno.api.Capability.ATOMIC_BATCH_ACROSS_TABLES;
import static dev.dyno.api.Capability.CONDITION_PRESENCE;
import static dev.dyno.api.Capability.CONDITION_SEQUENCE;
import static dev.dyno.api.Capability.CONDITION_VALUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Limits;
import dev.dyno.api.Outcome;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** W, second part: batches. */
public interface BatchRules extends RuleFamily {

    @Test
    @Rule("W12")
    default void w12_aBatchAppliesWhole() {
        if (lacks(ATOMIC_BATCH)) {
            return;
        }
        Items items = items();
        items.put("p", "gone", "value");
        items.put("p", "changed", "old");
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < 100; i++) {
            put(batch, "s" + i, "v" + i);
        }
        put(batch, "changed", "new");
        batch.delete(table(), Key.of("p", "gone"), WriteOptions.DEFAULT);
        long before = engine().committedSequence();
        long sequence = session().commit(batch, Durability.ENGINE);
        assertTrue(sequence > before);
        assertEquals(sequence, engine().committedSequence());
        assertEquals(-1, batch.failedIndex());
        for (int i = 0; i < 100; i++) {
            assertEquals("v" + i, items.get("p", "s" + i));
        }
        assertEquals("new", items.get("p", "changed"));
        assertEquals(Items.NONE, items.get("p", "gone"));
    }

    @Test
    @Rule("W13")
    default void w13_aBatchWithAFailedConditionWritesNothing() {
        if (lacks(ATOMIC_BATCH, CONDITION_PRESENCE)) {
            return;
        }
        Items items = items();
        items.put("p", "there", "old");
        WriteBatch batch = new WriteBatch();
        put(batch, "first", "1");
        batch.delete(table(), Key.of("p", "there"), WriteOptions.DEFAULT);
        batch.check(table(), Key.of("p", "missing"), new WriteOptions().ifPresent());
        batch.check(table(), Key.of("p", "missing too"), new WriteOptions().ifPresent());
        put(batch, "last", "2");
        long before = engine().committedSequence();
        assertEquals(Outcome.CONDITION_FAILED, session().commit(batch, Durability.ENGINE));
        assertEquals(2, batch.failedIndex(), "the first operation whose condition did not hold");
        assertEquals(Items.NONE, items.get("p", "first"));
        assertEquals("old", items.get("p", "there"));
        assertEquals(Items.NONE, items.get("p", "last"));
        assertEquals(before, engine().committedSequence());

        items.put("p", "missing", "now there");
        items.put("p", "missing too", "now there");
        assertTrue(Outcome.committed(session().commit(batch, Durability.ENGINE)), "a batch may be committed again");
        assertEquals(-1, batch.failedIndex());
        assertEquals("2", items.get("p", "last"));
    }

    @Test
    @Rule("W14")
    default void w14_theItemsOfABatchHaveOneSequence() {
        if (lacks(ATOMIC_BATCH, CONDITION_SEQUENCE)) {
            return;
        }
        WriteBatch batch = new WriteBatch();
        put(batch, "a", "1");
        put(batch, "b", "2");
        put(batch, "c", "3");
        long sequence = session().commit(batch, Durability.ENGINE);
        ItemView view = new ItemView();
        for (String sort : new String[] {"a", "b", "c"}) {
            table().get(Key.of("p", sort), view);
            assertEquals(sequence, view.sequence());
        }
    }

    @Test
    @Rule("W15")
    default void w15_twoOperationsOnOneItemAreRefused() {
        if (lacks(ATOMIC_BATCH)) {
            return;
        }
        WriteBatch batch = new WriteBatch();
        put(batch, "same", "1");
        put(batch, "another", "1");
        assertThrows(IllegalArgumentException.class, () -> put(batch, "same", "2"));
        assertThrows(IllegalArgumentException.class,
                () -> batch.delete(table(), Key.of("p", "same"), WriteOptions.DEFAULT));
        assertEquals(2, batch.size());
        session().commit(batch, Durability.ENGINE);
        assertEquals("1", items().get("p", "same"));
    }

    @Test
    @Rule("W16")
    default void w16_aBatchWithoutAnEffectIsNoChange() {
        if (lacks(ATOMIC_BATCH)) {
            return;
        }
        WriteBatch batch = new WriteBatch();
        long before = engine().committedSequence();
        assertEquals(Outcome.NO_CHANGE, session().commit(batch, Durability.ENGINE));
        batch.delete(table(), Key.of("p", "never"), WriteOptions.DEFAULT);
        batch.delete(table(), Key.of("p", "there"), WriteOptions.DEFAULT);
        assertEquals(Outcome.NO_CHANGE, session().commit(batch, Durability.ENGINE));
        assertEquals(before, engine().committedSequence());
    }

    @Test
    @Rule("W17")
    default void w17_aBatchOverTablesIsOneCommit() {
        if (lacks(ATOMIC_BATCH, ATOMIC_BATCH_ACROSS_TABLES)) {
            return;
        }
        Table other = session().table(Fixture.OTHER);
        DirectBuffer value = Items.bytes("value");
        WriteBatch batch = new WriteBatch();
        batch.put(table(), Key.of("p", "s"), value, 0, value.capacity(), WriteOptions.DEFAULT);
        batch.put(other, Key.of("p", "s"), value, 0, value.capacity(), WriteOptions.DEFAULT);
        long sequence = session().commit(batch, Durability.ENGINE);
        assertEquals(sequence, engine().committedSequence());
        assertEquals("value", items().get("p", "s"));
        assertEquals("value", new Items(other, fixture()).get("p", "s"));
        if (!lacks(CONDITION_PRESENCE)) {
            batch.clear();
            batch.delete(table(), Key.of("p", "s"), WriteOptions.DEFAULT);
            batch.delete(other, Key.of("p", "missing"), new WriteOptions().ifPresent());
            assertEquals(Outcome.CONDITION_FAILED, session().commit(batch, Durability.ENGINE));
            assertEquals("value", items().get("p", "s"));
        }
    }

    @Test
    @Rule("W18")
    default void w18_aBatchOverTheLimitsIsRefusedAndNothingIsWritten() {
        Limits limits = engine().limits();
        if (lacks(ATOMIC_BATCH)) {
            return;
        }
        if (limits.batchOperations() <= 100_000) {
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i <= limits.batchOperations(); i++) {
                put(batch, "s" + i, "");
            }
            checkRefused(batch, limits.batchOperations());
        }
        if (limits.batchBytes() <= 64 << 20) {
            WriteBatch batch = new WriteBatch();
            int length = Math.min(limits.valueBytes(), 1 << 20);
            DirectBuffer value = new UnsafeBuffer(new byte[length]);
            for (int i = 0; batch.bytes() <= limits.batchBytes(); i++) {
                batch.put(table(), Key.of("p", "s" + i), value, 0, length, WriteOptions.DEFAULT);
            }
            checkRefused(batch, limits.batchBytes());
        }
    }

    @Test
    @Rule("W19")
    default void w19_oneBadKeyOrValueRefusesTheWholeBatch() {
        if (lacks(ATOMIC_BATCH)) {
            return;
        }
        Limits limits = engine().limits();
        WriteBatch batch = new WriteBatch();
        put(batch, "good", "value");
        Key tooLong = Items.key(Items.raw('p'), new byte[limits.sortBytes() + 1]);
        batch.put(table(), tooLong, Items.bytes(""), 0, 0, WriteOptions.DEFAULT);
        checkRefused(batch, limits.sortBytes());
        assertEquals(Items.NONE, items().get("p", "good"));
    }

    @Test
    @Rule("W20")
    default void w20_aCheckIsAConditionWithoutAWrite() {
        if (lacks(ATOMIC_BATCH, CONDITION_VALUE)) {
            return;
        }
        Items items = items();
        items.put("p", "guard", "open");
        DirectBuffer open = Items.bytes("open");
        WriteBatch batch = new WriteBatch();
        batch.check(table(), Key.of("p", "guard"), new WriteOptions().ifValue(open, 0, open.capacity()));
        assertEquals(Outcome.NO_CHANGE, session().commit(batch, Durability.ENGINE));
        put(batch, "s", "value");
        assertTrue(Outcome.committed(session().commit(batch, Durability.ENGINE)));
        assertEquals("open", items.get("p", "guard"));
        items.put("p", "guard", "shut");
        assertEquals(Outcome.CONDITION_FAILED, session().commit(batch, Durability.ENGINE));
        assertEquals(0, batch.failedIndex());
    }

    @Test
    @Rule("W21")
    default void w21_aBatchOverPartitionsIsOneCommit() {
        if (lacks(ATOMIC_BATCH, ATOMIC_BATCH_ACROSS_PARTITIONS)) {
            return;
        }
        DirectBuffer value = Items.bytes("value");
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < 20; i++) {
            batch.put(table(), Key.of("p" + i, "s"), value, 0, value.capacity(), WriteOptions.DEFAULT);
        }
        long sequence = session().commit(batch, Durability.ENGINE);
        assertEquals(sequence, engine().committedSequence());
        for (int i = 0; i < 20; i++) {
            assertEquals("value", items().get("p" + i, "s"));
        }
        if (!lacks(CONDITION_PRESENCE)) {
            batch.clear();
            batch.delete(table(), Key.of("p0", "s"), WriteOptions.DEFAULT);
            batch.delete(table(), Key.of("p1", "missing"), new WriteOptions().ifPresent());
            assertEquals(Outcome.CONDITION_FAILED, session().commit(batch, Durability.ENGINE));
            assertEquals("value", items().get("p0", "s"));
        }
    }

    private void put(WriteBatch batch, String sort, String value) {
        DirectBuffer bytes = Items.bytes(value);
        batch.put(table(), Key.of("p", sort), bytes, 0, bytes.capacity(), WriteOptions.DEFAULT);
    }

    private void checkRefused(WriteBatch batch, int limit) {
        long before = engine().committedSequence();
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> session().commit(batch, Durability.ENGINE));
        assertTrue(refusal.getMessage().contains(String.valueOf(limit)),
                () -> "the refusal must name the limit " + limit + ": " + refusal.getMessage());
        assertEquals(before, engine().committedSequence());
        assertEquals(Items.NONE, items().get("p", "s0"), "a refused batch must write nothing");
    }
}
