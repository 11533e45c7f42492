package dev.dyno.kit;

import static dev.dyno.api.Capability.ATOMIC_BATCH;
import static dev.dyno.api.Capability.ATOMIC_BATCH_ACROSS_TABLES;
import static dev.dyno.api.Capability.CHANGES_TABLES;
import static dev.dyno.api.Capability.CONDITION_SEQUENCE;
import static dev.dyno.api.Capability.QUERY;
import static dev.dyno.api.Capability.SCAN;
import static dev.dyno.api.Capability.SNAPSHOT;
import static dev.dyno.api.Capability.ZERO_COPY_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException.Closed;
import dev.dyno.api.EngineException.NoSuchTable;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** S: a snapshot is one commit point over all tables, and stays it. */
public interface SnapshotRules extends RuleFamily {

    @Test
    @Rule("S1")
    default void s1_aSnapshotSeesNothingCommittedAfterIt() {
        if (lacks(SNAPSHOT)) {
            return;
        }
        Items items = items();
        items.put("p", "changed", "before");
        items.put("p", "deleted", "before");
        items.put("p", "again", "before");
        try (Snapshot snapshot = session().snapshot()) {
            items.put("p", "changed", "after");
            items.delete("p", "deleted");
            items.put("p", "inserted", "after");
            items.delete("p", "again");
            items.put("p", "again", "after");
            Reader at = table().at(snapshot);
            assertEquals("before", items.get(at, Key.of("p", "changed")));
            assertEquals("before", items.get(at, Key.of("p", "deleted")));
            assertEquals(Items.NONE, items.get(at, Key.of("p", "inserted")));
            assertEquals("before", items.get(at, Key.of("p", "again")));
            assertEquals("after", items.get("p", "changed"), "the table itself goes on");
            List<String> batch = new ArrayList<>();
            at.getBatch(new KeyBatch().add(Key.of("p", "deleted")).add(Key.of("p", "inserted")),
                    (index, item) -> batch.add(index + Items.text(item)));
            assertEquals(List.of("0before", "1none"), batch.stream().sorted().toList());
        }
    }

    @Test
    @Rule("S2")
    default void s2_aSnapshotIsTheLastCommitBeforeIt() {
        if (lacks(SNAPSHOT)) {
            return;
        }
        try (Snapshot empty = session().snapshot()) {
            assertEquals(engine().committedSequence(), empty.sequence());
            long sequence = items().put("p", "s", "value");
            try (Snapshot later = session().snapshot()) {
                assertEquals(sequence, later.sequence());
                assertEquals("value", items().get(table().at(later), Key.of("p", "s")));
                assertEquals(Items.NONE, items().get(table().at(empty), Key.of("p", "s")));
            }
        }
    }

    @Test
    @Rule("S3")
    default void s3_queriesAndScansAtASnapshotAreOneInstant() {
        if (lacks(SNAPSHOT, QUERY, SCAN)) {
            return;
        }
        Items items = items();
        for (int i = 0; i < 100; i++) {
            items.put("p", String.format("s%03d", i), "before");
        }
        try (Snapshot snapshot = session().snapshot()) {
            Reader at = table().at(snapshot);
            List<String> expected = items.query(at, Items.range("p"));
            assertEquals(100, expected.size());
            try (Cursor walking = at.query(Items.range("p"))) {
                List<String> walked = new ArrayList<>();
                for (int i = 0; walking.next(); i++) {
                    walked.add(items.show(walking));
                    items.delete("p", String.format("s%03d", (i * 7 + 1) % 100));
                    items.put("p", String.format("s%03d+", i), "after");
                }
                assertEquals(expected, walked);
            }
            assertEquals(expected, items.query(at, Items.range("p")));
            try (Cursor scan = at.scan(0, 1)) {
                assertEquals(expected, items.drain(scan).stream().sorted().toList());
            }
        }
    }

    @Test
    @Rule("S4")
    default void s4_eachOfManySnapshotsKeepsItsOwnState() {
        if (lacks(SNAPSHOT)) {
            return;
        }
        Items items = items();
        List<Snapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            if (i % 5 == 4) {
                items.delete("p", "s");
            } else {
                items.put("p", "s", "v" + i);
            }
            snapshots.add(session().snapshot());
        }
        for (int i : new int[] {20, 39, 0}) {
            snapshots.get(i).close();
        }
        items.put("p", "s", "last");
        for (int i = 0; i < 40; i++) {
            if (i != 20 && i != 39 && i != 0) {
                assertEquals(i % 5 == 4 ? Items.NONE : "v" + i,
                        items.get(table().at(snapshots.get(i)), Key.of("p", "s")), "snapshot " + i);
                snapshots.get(i).close();
            }
        }
    }

    @Test
    @Rule("S5")
    default void s5_aBatchIsInASnapshotWholeOrNotAtAll() {
        if (lacks(SNAPSHOT, ATOMIC_BATCH, ATOMIC_BATCH_ACROSS_TABLES)) {
            return;
        }
        AtomicBoolean done = new AtomicBoolean();
        Runnable writing = () -> {
            try (Session own = engine().openSession()) {
                for (int i = 0; i < 300; i++) {
                    own.commit(pair(own, "v" + i), Durability.ENGINE);
                }
            } finally {
                done.set(true);
            }
        };
        Runnable reading = () -> {
            try (Session own = engine().openSession()) {
                Table first = own.table(Fixture.ITEMS);
                Table second = own.table(Fixture.OTHER);
                Items items = new Items(first, fixture());
                boolean last;
                do {
                    last = done.get();
                    try (Snapshot snapshot = own.snapshot()) {
                        assertEquals(items.get(first.at(snapshot), Key.of("p", "s")),
                                items.get(second.at(snapshot), Key.of("q", "t")));
                    }
                } while (!last);
            }
        };
        Together.run(writing, reading);
        assertEquals("v299", items().get("p", "s"));
    }

    @Test
    @Rule("S6")
    default void s6_aSnapshotOutlivesACheckpoint() {
        if (lacks(SNAPSHOT)) {
            return;
        }
        Items items = items();
        for (int i = 0; i < 200; i++) {
            items.put("p", "s" + i, "before");
        }
        try (Snapshot snapshot = session().snapshot()) {
            Reader at = table().at(snapshot);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 200; i++) {
                    items.put("p", "s" + i, "after " + round);
                }
                engine().checkpoint();
            }
            for (int i = 0; i < 200; i++) {
                assertEquals("before", items.get(at, Key.of("p", "s" + i)));
            }
        }
    }

    @Test
    @Rule("S7")
    default void s7_sessionsOfSeveralThreadsMayShareASnapshot() {
        if (lacks(SNAPSHOT)) {
            return;
        }
        items().put("p", "s", "before");
        try (Snapshot snapshot = session().snapshot()) {
            items().put("p", "s", "after");
            Runnable reading = () -> {
                try (Session own = engine().openSession()) {
                    Table table = own.table(Fixture.ITEMS);
                    assertEquals("before", new Items(table, fixture()).get(table.at(snapshot), Key.of("p", "s")));
                }
            };
            Together.run(reading, reading);
        }
    }

    @Test
    @Rule("S8")
    default void s8_itemsAtASnapshotCarryTheSequenceOfTheirCommit() {
        if (lacks(SNAPSHOT, CONDITION_SEQUENCE)) {
            return;
        }
        long sequence = items().put("p", "s", "before");
        try (Snapshot snapshot = session().snapshot()) {
            items().put("p", "s", "after");
            ItemView view = new ItemView();
            assertTrue(table().at(snapshot).get(Key.of("p", "s"), view));
            assertEquals(sequence, view.sequence());
        }
    }

    @Test
    @Rule("S9")
    default void s9_aClosedSnapshotCannotBeReadAt() {
        if (lacks(SNAPSHOT)) {
            return;
        }
        items().put("p", "s", "value");
        Snapshot snapshot = session().snapshot();
        Reader at = table().at(snapshot);
        snapshot.close();
        assertThrows(Closed.class, () -> at.get(Key.of("p", "s"), new ItemView()));
        assertThrows(Closed.class, () -> table().at(snapshot).get(Key.of("p", "s"), new ItemView()));
    }

    @Test
    @Rule("S10")
    default void s10_anEngineWithAnOpenSnapshotDoesNotClose() {
        if (lacks(SNAPSHOT)) {
            return;
        }
        items().put("p", "s", "value");
        Session own = fixture().newSession();
        Snapshot snapshot = own.snapshot();
        own.close();
        session().close();
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> engine().close());
        assertTrue(refusal.getMessage().contains("snapshot"), refusal::getMessage);
        snapshot.close();
        try (Session after = engine().openSession()) {
            assertEquals("value", new Items(after.table(Fixture.ITEMS), fixture()).get("p", "s"), "it stayed open");
        }
    }

    @Test
    @Rule("S11")
    default void s11_withZeroCopyAViewAtASnapshotLivesUntilItCloses() {
        if (lacks(SNAPSHOT, ZERO_COPY_READ)) {
            return;
        }
        try (Bare bare = Bare.start(fixture())) {
            DirectBuffer value = Items.bytes("before");
            Key key = Key.of("p", "s");
            bare.table().put(key, value, 0, value.capacity());
            try (Snapshot snapshot = bare.session().snapshot()) {
                ItemView view = new ItemView();
                assertTrue(bare.table().at(snapshot).get(key, view));
                for (int i = 0; i < 2_000; i++) {
                    DirectBuffer later = Items.bytes("later " + i);
                    bare.table().put(i % 2 == 0 ? key : Key.of("p", "s" + i), later, 0, later.capacity());
                }
                bare.table().delete(key);
                bare.engine().checkpoint();
                assertFalse(bare.table().get(key, new ItemView()));
                assertEquals("before", Items.text(view));
            }
        }
    }

    @Test
    @Rule("S12")
    default void s12_aTableMadeAfterASnapshotIsNotInIt() {
        if (lacks(SNAPSHOT, CHANGES_TABLES)) {
            return;
        }
        items().put("p", "s", "value");
        try (Snapshot snapshot = session().snapshot()) {
            engine().createTable(TableSpec.sorted("later"));
            Table later = session().table("later");
            new Items(later, fixture()).put("p", "s", "value");
            NoSuchTable refusal = assertThrows(NoSuchTable.class,
                    () -> later.at(snapshot).get(Key.of("p", "s"), new ItemView()));
            assertTrue(refusal.getMessage().contains("later"), refusal::getMessage);
            assertTrue(table().at(snapshot).get(Key.of("p", "s"), new ItemView()), "the others are");
        }
    }

    private static WriteBatch pair(Session session, String value) {
        DirectBuffer bytes = Items.bytes(value);
        return new WriteBatch()
                .put(session.table(Fixture.ITEMS), Key.of("p", "s"), bytes, 0, bytes.capacity(), WriteOptions.DEFAULT)
                .put(session.table(Fixture.OTHER), Key.of("q", "t"), bytes, 0, bytes.capacity(), WriteOptions.DEFAULT);
    }
}
