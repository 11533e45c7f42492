package dev.dyno.kit;

import static dev.dyno.api.Capability.ATOMIC_BATCH;
import static dev.dyno.api.Capability.COMMIT_LISTENER;
import static dev.dyno.api.Capability.CONDITION_PRESENCE;
import static dev.dyno.api.Capability.DURABLE_PROCESS;
import static dev.dyno.api.Capability.DURABLE_SYNC;
import static dev.dyno.api.Capability.UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.CommitListener;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException.Failed;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** F: commit listeners hear every change once, in commit order, with both images, also after a reopen. */
public interface ListenerRules extends RuleFamily {

    @Test
    @Rule("F1")
    default void f1_everyChangeIsHeardInOrderWithBothImages() {
        if (lacks(COMMIT_LISTENER)) {
            return;
        }
        HeardChanges heard = new HeardChanges();
        fixture().start(heard);
        Items items = items();
        List<String> expected = new ArrayList<>();
        expect(expected, items.put("p", "s", "one"), "INSERT p s none>one");
        expect(expected, items.put("p", "s", "a longer two"), "MODIFY p s one>a longer two");
        expect(expected, items.put("p", "", "e"), "INSERT p none>e");
        expect(expected, items.put("p", "s", ""), "MODIFY p s a longer two>");
        expect(expected, items.delete("p", "s"), "REMOVE p s >none");
        expect(expected, items.put("p", "s", "again"), "INSERT p s none>again");
        assertEquals(expected, heard.heard());
    }

    @Test
    @Rule("F2")
    default void f2_whatChangesNothingIsNotHeard() {
        if (lacks(COMMIT_LISTENER)) {
            return;
        }
        HeardChanges heard = new HeardChanges();
        fixture().start(heard);
        Items items = items();
        items.put("p", "s", "value");
        List<String> before = heard.heard();
        items.delete("p", "missing");
        if (fixture().can(CONDITION_PRESENCE)) {
            items.put(Key.of("p", "s"), "new", new WriteOptions().ifAbsent());
            table().delete(Key.of("p", "missing"), new WriteOptions().ifPresent());
        }
        if (fixture().can(UPDATE)) {
            table().update(Key.of("p", "s"), (current, out) -> ItemUpdater.KEEP, WriteOptions.DEFAULT);
            table().update(Key.of("p", "s"), (current, out) -> ItemUpdater.ABORT, WriteOptions.DEFAULT);
        }
        if (fixture().can(ATOMIC_BATCH)) {
            session().commit(new WriteBatch(), Durability.ENGINE);
        }
        assertThrows(IllegalArgumentException.class, () -> items.put("", "s", "no partition"));
        assertEquals(before, heard.heard());
    }

    @Test
    @Rule("F3")
    default void f3_theChangesOfABatchAreHeardByIndexThenTheCommit() {
        if (lacks(COMMIT_LISTENER, ATOMIC_BATCH)) {
            return;
        }
        HeardChanges heard = new HeardChanges();
        fixture().start(heard);
        Items items = items();
        items.put("p", "b", "old");
        WriteBatch batch = new WriteBatch();
        add(batch, "a", "1");
        batch.delete(table(), Key.of("p", "missing"), WriteOptions.DEFAULT);
        batch.delete(table(), Key.of("p", "b"), WriteOptions.DEFAULT);
        add(batch, "c", "3");
        int before = heard.heard().size();
        long sequence = session().commit(batch, Durability.ENGINE);
        assertEquals(List.of(sequence + ".0 items INSERT p a none>1", sequence + ".2 items REMOVE p b old>none",
                sequence + ".3 items INSERT p c none>3", sequence + " commit"),
                heard.heard().subList(before, heard.heard().size()));
    }

    @Test
    @Rule("F4")
    default void f4_updatesAreHeardAsWhatTheyDid() {
        if (lacks(COMMIT_LISTENER, UPDATE)) {
            return;
        }
        HeardChanges heard = new HeardChanges();
        fixture().start(heard);
        List<String> expected = new ArrayList<>();
        Key key = Key.of("p", "s");
        expect(expected, table().update(key, (current, out) -> {
            out.putByte(0, (byte) 'x');
            return 1;
        }, WriteOptions.DEFAULT), "INSERT p s none>x");
        expect(expected, table().update(key, (current, out) -> 0, WriteOptions.DEFAULT), "MODIFY p s x>");
        expect(expected, table().update(key, (current, out) -> ItemUpdater.DELETE, WriteOptions.DEFAULT),
                "REMOVE p s >none");
        assertEquals(expected, heard.heard());
    }

    @Test
    @Rule("F5")
    default void f5_commitsOfManyThreadsAreHeardInCommitOrder() {
        if (lacks(COMMIT_LISTENER)) {
            return;
        }
        HeardChanges heard = new HeardChanges();
        fixture().start(heard);
        int each = 200;
        Runnable writing = () -> {
            try (Session own = engine().openSession()) {
                Items items = new Items(own.table(Fixture.ITEMS), fixture());
                for (int i = 0; i < each; i++) {
                    long sequence = items.put("p", "s" + i % 3, Thread.currentThread().getName() + "-" + i);
                    assertTrue(heard.heard().contains(sequence + " commit"), "heard before it is acknowledged");
                }
            }
        };
        Together.run(writing, writing);
        long last = 0;
        String[] now = {Items.NONE, Items.NONE, Items.NONE};
        for (String line : heard.heard()) {
            if (!line.endsWith(" commit")) {
                long sequence = Long.parseLong(line.substring(0, line.indexOf('.')));
                assertTrue(sequence > last, () -> "out of order: " + line);
                last = sequence;
                int item = line.charAt(line.indexOf(" p s") + 4) - '0';
                String images = line.substring(line.lastIndexOf(' ') + 1);
                assertEquals(now[item], images.substring(0, images.indexOf('>')), "the old image is what was there");
                now[item] = images.substring(images.indexOf('>') + 1);
            }
        }
        assertEquals(2L * 2 * each, heard.heard().size());
        for (int i = 0; i < 3; i++) {
            assertEquals(items().get("p", "s" + i), now[i], "the last image heard is the item");
        }
    }

    @Test
    @Rule("F6")
    default void f6_listenersAreCalledInTheOrderGiven() {
        if (lacks(COMMIT_LISTENER)) {
            return;
        }
        HeardChanges first = new HeardChanges();
        List<Integer> ahead = new ArrayList<>();
        HeardChanges second = new HeardChanges();
        CommitListener comparing = new PassingOn(second) {
            @Override
            public void onCommit(long sequence) {
                ahead.add(first.heard().size() - second.heard().size());
                super.onCommit(sequence);
            }
        };
        fixture().start(config -> config.withListener(first).withListener(comparing));
        items().put("p", "s", "value");
        items().put("p", "s", "other");
        assertEquals(first.heard(), second.heard());
        assertEquals(List.of(1, 1), ahead, "the first listener hears a commit before the second");
    }

    @Test
    @Rule("F7")
    default void f7_aListenerThatThrowsFailsTheEngine() {
        if (lacks(COMMIT_LISTENER)) {
            return;
        }
        fixture().start(new PassingOn(new HeardChanges()) {
            @Override
            public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
                    ItemView newItem) {
                if (key.toString().equals("p bad")) {
                    throw new IllegalStateException("this listener cannot take it");
                }
            }
        });
        Items items = items();
        items.put("p", "good", "value");
        assertThrows(RuntimeException.class, () -> items.put("p", "bad", "value"));
        assertEquals(Engine.State.FAILED, engine().state());
        assertThrows(Failed.class, () -> items.put("p", "good", "later"));
        assertEquals("value", items.get("p", "good"), "reads go on");
    }

    @Test
    @Rule("F8")
    default void f8_largeImagesAreHeardWhole() {
        if (lacks(COMMIT_LISTENER)) {
            return;
        }
        List<Integer> hashes = new ArrayList<>();
        fixture().start(new PassingOn(new HeardChanges()) {
            @Override
            public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
                    ItemView newItem) {
                hashes.add(Arrays.hashCode(Items.copy(oldItem.value())));
                hashes.add(Arrays.hashCode(Items.copy(newItem.value())));
            }
        });
        int large = Math.min(engine().limits().valueBytes(), 2 << 20);
        List<Integer> expected = new ArrayList<>();
        byte[] before = new byte[0];
        for (int length : new int[] {large, 0, large - 1, 10}) {
            byte[] value = Items.random(fixture().random(), length);
            items().put(Key.of("p", "s"), value);
            expected.add(Arrays.hashCode(before));
            expected.add(Arrays.hashCode(value));
            before = value;
        }
        assertEquals(expected, hashes);
    }

    @Test
    @Rule("F9")
    default void f9_afterAReopenAListenerHearsWhatItHasNotKept() {
        if (lacks(COMMIT_LISTENER, DURABLE_PROCESS)) {
            return;
        }
        HeardChanges heard = new HeardChanges();
        fixture().start(heard);
        for (int round = 0; round < 3; round++) {
            Items items = items();
            for (int i = 0; i < 30; i++) {
                items.put("p", "s" + i % 7, "v" + round + "-" + i);
                if (i % 10 == 9) {
                    items.delete("p", "s" + i % 7);
                }
            }
            if (round == 1) {
                engine().checkpoint();
                items.put("p", "after", "the checkpoint");
            }
            List<String> all = heard.heard();
            long last = engine().committedSequence();
            fixture().stop();
            heard.forgetWhatIsNotKept();
            fixture().reopen(config -> config.withListener(heard));
            assertEquals(all, heard.heard(), "kept and replayed together are everything, once, in order");
            assertEquals(last, heard.recovered(), "onRecovered names the last commit that survived");
        }
    }

    @Test
    @Rule("F10")
    default void f10_aListenerIsToldWhatIsDurable() {
        if (lacks(COMMIT_LISTENER, DURABLE_SYNC)) {
            return;
        }
        HeardChanges heard = new HeardChanges();
        fixture().start(heard);
        long first = items().put(Key.of("p", "s"), "value", new WriteOptions().durability(Durability.SYNC));
        assertTrue(heard.durable() >= first, "a write acknowledged at SYNC is durable");
        long second = items().put("p", "s", "other");
        engine().sync();
        assertTrue(heard.durable() >= second, "what was acknowledged before a sync is durable after it");
    }

    @Test
    @Rule("F11")
    default void f11_aListenerThatCannotSyncCancelsTheCheckpoint() {
        if (lacks(COMMIT_LISTENER, DURABLE_PROCESS)) {
            return;
        }
        boolean[] fails = {true};
        HeardChanges heard = new HeardChanges();
        fixture().start(new PassingOn(heard) {
            @Override
            public void sync(long sequence) {
                if (fails[0]) {
                    throw new IllegalStateException("this listener's disk is full");
                }
                super.sync(sequence);
            }
        });
        items().put("p", "s", "value");
        try {
            engine().checkpoint();
        } catch (RuntimeException allowed) {
            assertNotEquals("", allowed.toString(), "an engine may report the cancelled checkpoint");
        }
        assertEquals(Engine.State.OPEN, engine().state());
        assertTrue(Outcome.committed(items().put("p", "s", "later")), "the engine goes on");
        fails[0] = false;
        engine().checkpoint();
        assertEquals("later", items().get("p", "s"));
    }

    private void add(WriteBatch batch, String sort, String value) {
        DirectBuffer bytes = Items.bytes(value);
        batch.put(table(), Key.of("p", sort), bytes, 0, bytes.capacity(), WriteOptions.DEFAULT);
    }

    private static void expect(List<String> expected, long sequence, String change) {
        expected.add(sequence + ".0 items " + change);
        expected.add(sequence + " commit");
    }
}
