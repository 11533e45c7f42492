package dev.dyno.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.run.SeededWork;
import dev.dyno.api.run.Work;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a store on a cluster: shared by engines, opened with other options, refused in words. */
@EnabledIf(value = "dev.dyno.cassandra.OneNode#possible", disabledReason = OneNode.WHY_NOT)
class StoreTest {

    private static final DirectBuffer VALUE = new UnsafeBuffer("value".getBytes());

    @TempDir
    private Path directory;

    private Engine open(Work work, String name) {
        return new CassandraEngineProvider().open(EngineConfig.at(directory.resolve(name)).withWork(work)
                .withOptions(OneNode.options()));
    }

    private Engine open(String name, String... options) {
        Map<String, String> all = new HashMap<>(OneNode.options());
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new CassandraEngineProvider().open(EngineConfig.at(directory.resolve(name)).withOptions(all));
    }

    @Test
    void twoEnginesShareAStoreByItsName() {
        try (Engine here = open("here", "store", "shared_one"); Engine there = open("there", "store", "shared_one")) {
            here.createTable(TableSpec.sorted("orders"));
            try (Session first = here.openSession(); Session second = there.openSession()) {
                Table ours = first.table("orders");
                Table theirs = second.table("orders");
                long mine = ours.put(Key.of("p", "s"), VALUE, 0, 5);
                long yours = theirs.put(Key.of("p", "t"), VALUE, 0, 5);
                assertTrue(mine > 0 && yours > 0 && mine != yours, "sequences are unique over engines");
                assertTrue(theirs.get(Key.of("p", "s"), new ItemView()));
                assertEquals(Outcome.CONDITION_FAILED,
                        theirs.put(Key.of("p", "s"), VALUE, 0, 5, new WriteOptions().ifAbsent()));
                assertTrue(there.dropTable("orders"));
                here.tables();
                assertThrows(EngineException.NoSuchTable.class, () -> ours.get(Key.of("p", "s"), new ItemView()));
            }
        }
    }

    @Test
    void aBatchSpansTablesWithinAPartitionOnly() {
        try (Engine engine = open("batch")) {
            engine.createTable(TableSpec.sorted("orders"));
            engine.createTable(TableSpec.sorted("by-date"));
            try (Session session = engine.openSession()) {
                Table orders = session.table("orders");
                Table dates = session.table("by-date");
                WriteBatch batch = new WriteBatch().put(orders, Key.of("p", "1"), VALUE, 0, 5, WriteOptions.DEFAULT)
                        .put(dates, Key.of("p", "2026"), VALUE, 0, 5, new WriteOptions().ifAbsent());
                assertTrue(Outcome.committed(session.commit(batch, Durability.SYNC)));
                assertEquals(Outcome.CONDITION_FAILED, session.commit(batch, Durability.SYNC));
                assertEquals(1, batch.failedIndex());
                batch.put(orders, Key.of("q", "1"), VALUE, 0, 5, WriteOptions.DEFAULT);
                EngineException.Unsupported refusal = assertThrows(EngineException.Unsupported.class,
                        () -> session.commit(batch, Durability.SYNC));
                assertEquals(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS, refusal.capability());
                assertFalse(orders.get(Key.of("q", "1"), new ItemView()));
            }
        }
    }

    @Test
    void plainWritesRefuseConditionsByName() {
        try (Engine engine = open("plain", "writes", "plain", "reads", "eventual")) {
            engine.createTable(TableSpec.sorted("events"));
            try (Session session = engine.openSession()) {
                Table events = session.table("events");
                assertTrue(events.put(Key.of("p", "s"), VALUE, 0, 5) > 0);
                assertTrue(events.strong().get(Key.of("p", "s"), new ItemView()));
                assertTrue(events.get(Key.of("p", "s"), new ItemView()));
                EngineException.Unsupported refusal = assertThrows(EngineException.Unsupported.class,
                        () -> events.put(Key.of("p", "s"), VALUE, 0, 5, new WriteOptions().ifAbsent()));
                assertEquals(Capability.CONDITION_PRESENCE, refusal.capability());
                WriteBatch batch = new WriteBatch().put(events, Key.of("p", "t"), VALUE, 0, 5, WriteOptions.DEFAULT)
                        .delete(events, Key.of("p", "s"), WriteOptions.DEFAULT);
                assertTrue(Outcome.committed(session.commit(batch, Durability.SYNC)));
                assertFalse(events.strong().get(Key.of("p", "s"), new ItemView()));
                assertEquals(Outcome.NO_CHANGE, events.delete(Key.of("p", "s")));
            }
            assertTrue(engine.verify().clean());
        }
        refusedWith("fixed when it was made", "plain", "writes", "conditional");
    }

    @Test
    void aStoreOfAnotherVersionIsRefused() {
        open("versioned", "store", "of_version_nine").close();
        OneNode.admin().execute("UPDATE dyno.catalogue SET number = 9 WHERE store = 'of_version_nine'"
                + " AND kind = 'layout' AND name = ''");
        refusedWith("found=9", "versioned", "store", "of_version_nine");
    }

    @Test
    void whatCannotBeReachedIsNamed() {
        refusedWith("127.9.9.9:1", "unreachable", "contact-points", "127.9.9.9:1", "connect-millis", "2000");
        refusedWith("no_such_center", "elsewhere", "data-center", "no_such_center");
        refusedWith("password-file", "userless", "user", "somebody");
        open("kept", "store", "kept_one").close();
        refusedWith("another store", "kept", "store", "kept_two");
    }

    @Test
    void aDroppedTablesItemsAreRemoved() {
        int id;
        try (Work work = new SeededWork(1); Engine engine = open(work, "dropped")) {
            id = engine.createTable(TableSpec.sorted("gone")).id();
            try (Session session = engine.openSession()) {
                for (int i = 0; i < 120; i++) {
                    session.table("gone").put(Key.of("p" + i, "s"), VALUE, 0, 5);
                }
            }
            assertEquals(120, items(id));
            engine.dropTable("gone");
        }
        try (Work work = new SeededWork(2); Engine engine = open(work, "dropped")) {
            assertTrue(engine.tables().isEmpty());
        }
        assertEquals(0, items(id));
    }

    private static long items(int table) {
        return OneNode.admin().execute("SELECT count(*) FROM dyno.items WHERE t = " + table + " ALLOW FILTERING")
                .one().getLong(0);
    }

    private void refusedWith(String words, String name, String... options) {
        RuntimeException refusal = assertThrows(RuntimeException.class, () -> open(name, options).close());
        assertTrue(refusal instanceof EngineException || refusal instanceof IllegalArgumentException,
                () -> "what was thrown: " + refusal);
        assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
    }
}
