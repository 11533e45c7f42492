package dev.dyno.kit;

import static dev.dyno.api.Capability.CONDITION_SEQUENCE;
import static dev.dyno.api.Capability.CHANGES_TABLES;
import static dev.dyno.api.Capability.DURABLE_PROCESS;
import static dev.dyno.api.Capability.DURABLE_SYNC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException.InUse;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Option;
import dev.dyno.api.Outcome;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** D, first part: opening, closing, opening again. {@link DamageRules} and {@link DiskFaultRules} have the rest. */
public interface DurabilityRules extends RuleFamily {

    @Test
    @Rule("D1")
    default void d1_aCleanCloseKeepsEverything() {
        if (lacks(DURABLE_PROCESS)) {
            return;
        }
        Map<String, String> expected = new HashMap<>();
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 300; i++) {
                String sort = "s" + fixture().random().nextInt(200);
                if (fixture().random().nextInt(4) == 0) {
                    items().delete("p", sort);
                    expected.remove(sort);
                } else {
                    items().put("p", sort, "v" + round + "-" + i);
                    expected.put(sort, "v" + round + "-" + i);
                }
            }
            fixture().reopen();
            Items items = items();
            for (int i = 0; i < 200; i++) {
                assertEquals(expected.getOrDefault("s" + i, Items.NONE), items.get("p", "s" + i), "item s" + i);
            }
        }
    }

    @Test
    @Rule("D2")
    default void d2_sequencesGoOnWhereTheyWere() {
        if (lacks(DURABLE_PROCESS)) {
            return;
        }
        long written = items().put("p", "s", "value");
        long last = items().put("p", "other", "value");
        fixture().reopen();
        assertEquals(last, engine().committedSequence());
        if (fixture().can(CONDITION_SEQUENCE)) {
            ItemView view = new ItemView();
            assertTrue(table().get(Key.of("p", "s"), view));
            assertEquals(written, view.sequence());
            WriteOptions options = new WriteOptions();
            assertEquals(Outcome.CONDITION_FAILED, items().put(Key.of("p", "s"), "no", options.ifSequence(last)));
            assertTrue(items().put(Key.of("p", "s"), "yes", options.ifSequence(written)) > last);
        }
        assertTrue(items().put("p", "s", "more") > last);
    }

    @Test
    @Rule("D3")
    default void d3_tablesStayMadeAndDropped() {
        if (lacks(DURABLE_PROCESS, CHANGES_TABLES)) {
            return;
        }
        new Items(session().table(Fixture.OTHER), fixture()).put("p", "s", "dropped");
        TableSpec made = engine().createTable(TableSpec.unsorted("made"));
        engine().dropTable(Fixture.OTHER);
        TableSpec last = engine().createTable(TableSpec.sorted("last"));
        engine().dropTable("last");
        List<TableSpec> tables = engine().tables();
        fixture().reopen();
        assertEquals(tables, engine().tables());
        assertTrue(engine().tables().contains(made));
        TableSpec again = engine().createTable(TableSpec.sorted(Fixture.OTHER));
        assertTrue(again.id() > last.id(), "ids are never used again, not by another process either");
        assertEquals(Items.NONE, new Items(session().table(Fixture.OTHER), fixture()).get("p", "s"));
    }

    @Test
    @Rule("D4")
    default void d4_aCheckpointLosesNothing() {
        if (lacks(DURABLE_PROCESS)) {
            return;
        }
        for (int i = 0; i < 300; i++) {
            items().put("p", "s" + i, "before");
        }
        engine().checkpoint();
        for (int i = 0; i < 300; i += 2) {
            items().put("p", "s" + i, "after");
        }
        items().delete("p", "s1");
        engine().checkpoint();
        items().put("p", "s3", "last");
        fixture().reopen();
        for (int i = 4; i < 300; i++) {
            assertEquals(i % 2 == 0 ? "after" : "before", items().get("p", "s" + i));
        }
        assertEquals(Items.NONE, items().get("p", "s1"));
        assertEquals("last", items().get("p", "s3"));
    }

    @Test
    @Rule("D5")
    default void d5_largeAndEmptyValuesAreKept() {
        if (lacks(DURABLE_PROCESS)) {
            return;
        }
        int limit = Math.min(engine().limits().valueBytes(), 2 << 20);
        byte[][] values = {
            Items.random(fixture().random(), limit), {}, Items.random(fixture().random(), limit / 3), {1}};
        for (int i = 0; i < values.length; i++) {
            items().put(Key.of("p", "s" + i), values[i]);
        }
        fixture().reopen();
        for (int i = 0; i < values.length; i++) {
            assertTrue(table().get(Key.of("p", "s" + i), new ItemView()));
            assertArrayEquals(values[i], items().value(Key.of("p", "s" + i)), "item " + i);
        }
    }

    @Test
    @Rule("D6")
    default void d6_aWriteAtSyncIsDurableWhenItReturns() {
        if (lacks(DURABLE_PROCESS, DURABLE_SYNC)) {
            return;
        }
        WriteOptions sync = new WriteOptions().durability(Durability.SYNC);
        for (int i = 0; i < 20; i++) {
            long sequence = items().put(Key.of("p", "s" + i), "value", sync);
            assertTrue(engine().durableSequence() >= sequence);
            assertTrue(engine().durableSequence() <= engine().committedSequence());
        }
        fixture().start(config -> config.withDurability(Durability.SYNC));
        long sequence = items().put("p", "s", "value");
        assertTrue(engine().durableSequence() >= sequence, "SYNC is the engine's own level now");
    }

    @Test
    @Rule("D7")
    default void d7_syncAndAwaitDurableMakeDurable() {
        if (lacks(DURABLE_PROCESS, DURABLE_SYNC)) {
            return;
        }
        long first = items().put("p", "s", "value");
        session().awaitDurable(first);
        assertTrue(engine().durableSequence() >= first);
        long second = items().put("p", "s", "other");
        engine().sync();
        assertTrue(engine().durableSequence() >= second);
        session().awaitDurable(second);
    }

    @Test
    @Rule("D8")
    default void d8_aSecondOpenOfOneDiskIsRefused() {
        items().put("p", "s", "value");
        assertThrows(InUse.class, () -> fixture().openBare(UnaryOperator.identity()).close());
        assertEquals("value", items().get("p", "s"), "the first one goes on");
        fixture().reopen();
        assertEquals(Engine.State.OPEN, engine().state());
    }

    @Test
    @Rule("D9")
    default void d9_anUnknownOptionIsRefusedWithTheNearestName() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> fixture().openBare(config -> config.withOption("no-such-option", "1")).close());
        assertTrue(refusal.getMessage().contains("no-such-option"), refusal::getMessage);
        for (Option<?> option : fixture().provider().options()) {
            String wrong = option.name() + "x";
            refusal = assertThrows(IllegalArgumentException.class,
                    () -> fixture().openBare(config -> config.withOption(wrong, "1")).close());
            assertTrue(refusal.getMessage().contains("'" + option.name() + "'"), refusal::getMessage);
            refusal = assertThrows(IllegalArgumentException.class,
                    () -> fixture().openBare(config -> config.withOption(option.name(), "-7 parrots")).close());
            assertTrue(refusal.getMessage().contains(option.allowed()), refusal::getMessage);
            fixture().count();
        }
    }

    @Test
    @Rule("D10")
    default void d10_aFreshDiskIsAnEmptyEngine() {
        try (Engine fresh = fixture().startBare(UnaryOperator.identity())) {
            assertEquals(List.of(), fresh.tables());
            assertEquals(0, fresh.committedSequence());
            assertEquals(0, fresh.durableSequence());
            assertEquals(Engine.State.OPEN, fresh.state());
            assertEquals(fixture().provider().name(), fresh.name());
            assertTrue(fixture().provider().capabilities().containsAll(fresh.capabilities()));
            assertTrue(fresh.verify().clean());
            assertFalse(fresh.describe().toText().isBlank());
        }
        fixture().count();
    }
}
