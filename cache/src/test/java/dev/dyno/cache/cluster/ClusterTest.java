package dev.dyno.cache.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.cache.ManualClock;
import dev.dyno.kit.Items;
import dev.dyno.kit.model.ModelEngineProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients of a cluster see while copies are under way, after they arrived, and when nodes fail. */
class ClusterTest {

    private static final long DELAY_MILLIS = 500;
    private static final long LIFE_MILLIS = 60_000;
    private static final Key KEY = Key.of("p", "a");

    private final ManualClock clock = new ManualClock();
    private final List<Session> sessions = new ArrayList<>();
    private Cluster cluster;
    private Table onPrimary;
    private Table onReplica;

    @BeforeEach
    void open() {
        EngineConfig config = EngineConfig.inMemory().withDurability(Durability.MEMORY).withClock(clock);
        Engine engine = new ModelEngineProvider().open(config);
        engine.createTable(TableSpec.sorted("t"));
        cluster = Cluster.over(engine, config, ClusterOptions.STANDARD.withNodes(2).withCopyDelay(DELAY_MILLIS)
                .withItemLife(LIFE_MILLIS), NodeChooser.sticky());
        onPrimary = newClient();
        onReplica = newClient();
    }

    private Table newClient() {
        sessions.add(cluster.openSession());
        return sessions.getLast().table("t");
    }

    @AfterEach
    void close() {
        sessions.forEach(Session::close);
        cluster.close();
    }

    @Test
    void twoClientsReadDifferentValuesUntilTheCopyArrives() {
        put(onPrimary, "old");
        arrive();
        put(onPrimary, "new");
        assertEquals("new", get(onPrimary));
        assertEquals("old", get(onReplica));
        clock.passMillis(DELAY_MILLIS - 1);
        assertEquals("old", get(onReplica));
        assertEquals(1, cluster.copiesUnderWay());
        clock.passMillis(1);
        assertEquals("new", get(onReplica));
    }

    @Test
    void whoWritesMayNotReadHisOwnWriteFromAReplica() {
        put(onReplica, "old");
        arrive();
        put(onReplica, "new");
        assertEquals("old", get(onReplica));
        assertEquals("new", get(onReplica.strong()));
        onReplica.delete(KEY);
        assertEquals(Items.NONE, get(onPrimary));
        assertEquals("old", get(onReplica));
        arrive();
        assertEquals(Items.NONE, get(onReplica));
    }

    @Test
    void aMissIsReadFromTheTableAndKeptByThePrimaryFirst() {
        assertEquals(Items.NONE, get(onReplica), "the absence is learned");
        assertEquals(Items.NONE, get(onPrimary));
        assertEquals(1, cluster.hits(0));
        get(onReplica);
        assertEquals(2, cluster.misses(1), "its copy is under way");
        arrive();
        get(onReplica);
        assertEquals(1, cluster.hits(1));
    }

    @Test
    void oneClientOfAnyNodeReadsTheOldAfterTheNew() {
        EngineConfig config = EngineConfig.inMemory().withDurability(Durability.MEMORY).withClock(clock);
        Engine engine = new ModelEngineProvider().open(config);
        engine.createTable(TableSpec.sorted("t"));
        try (Cluster any = Cluster.over(engine, config, ClusterOptions.STANDARD, NodeChooser.random(7));
                Session session = any.openSession()) {
            Table table = session.table("t");
            put(table, "old");
            arrive();
            put(table, "new");
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                seen.add(get(table));
            }
            assertEquals(Set.of("old", "new"), seen);
            arrive();
            for (int i = 0; i < 30; i++) {
                assertEquals("new", get(table));
            }
        }
    }

    @Test
    void aReplicaTakesOverWithWhatItKnows() {
        put(onPrimary, "old");
        arrive();
        put(onPrimary, "new");
        cluster.fail(0);
        assertEquals(1, cluster.primary());
        assertEquals("old", get(onPrimary), "the copy was lost with the primary; the table has the new value");
        assertEquals("new", get(onPrimary.strong()));
        clock.passMillis(LIFE_MILLIS);
        assertEquals("new", get(onPrimary));
        cluster.recover(0);
        assertEquals(1, cluster.primary(), "it comes back as a replica");
        long misses = cluster.misses(0);
        assertEquals("new", get(onPrimary));
        assertEquals(misses + 1, cluster.misses(0), "and cold");
        assertThrows(IllegalStateException.class, () -> {
            cluster.fail(0);
            cluster.fail(1);
        });
    }

    @Test
    void updatesBatchesAndTheirFailuresAreWrittenThrough() {
        put(onPrimary, "a");
        onPrimary.update(KEY, (current, out) -> {
            out.putBytes(0, "b".getBytes());
            return 1;
        }, WriteOptions.DEFAULT);
        assertEquals("b", get(onPrimary));
        assertTrue(onPrimary.put(KEY, Items.bytes("c"), 0, 1, new WriteOptions().ifAbsent()) < 0);
        assertEquals("b", get(onPrimary));
        sessions.getFirst().commit(new WriteBatch().put(onPrimary, KEY, Items.bytes("d"), 0, 1, WriteOptions.DEFAULT),
                Durability.ENGINE);
        assertEquals("d", get(onPrimary));
        List<String> answers = new ArrayList<>();
        assertEquals(1, onPrimary.getBatch(new KeyBatch().add(KEY).add(Key.of("p", "none")),
                (index, item) -> answers.add(Items.text(item))));
        assertEquals(List.of("d", Items.NONE), answers);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ClusterOptions.STANDARD.withNodes(12));
        assertThrows(IllegalArgumentException.class, () -> ClusterOptions.STANDARD.withCopyDelay(-1));
        assertThrows(IllegalArgumentException.class, () -> ClusterOptions.STANDARD.withItemLife(-1));
    }

    private void arrive() {
        clock.passMillis(DELAY_MILLIS);
    }

    private static void put(Table table, String value) {
        DirectBuffer bytes = Items.bytes(value);
        table.put(KEY, bytes, 0, bytes.capacity());
    }

    private static String get(Reader reader) {
        ItemView view = new ItemView();
        reader.get(KEY, view);
        return Items.text(view);
    }
}
