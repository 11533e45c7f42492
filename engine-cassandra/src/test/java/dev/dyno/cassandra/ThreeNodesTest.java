package dev.dyno.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.cassandra.local.LocalCluster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed under load and comes back. Takes two minutes and three servers, so it runs when asked for:
 * {@code mvn test -pl engine-cassandra -am -Dtest=ThreeNodesTest -Ddyno.cassandra.three=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "dyno.cassandra.three", matches = "true",
        disabledReason = "three servers, two minutes")
@EnabledIf(value = "dev.dyno.cassandra.OneNode#possible", disabledReason = OneNode.WHY_NOT)
class ThreeNodesTest {

    private static final int WRITERS = 2;
    private static final int COUNTERS = 2;
    private static final int WRITES_A_PHASE = 150;

    @TempDir
    private Path directory;

    private final Phaser phases = new Phaser(1);
    private final Queue<Key> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger increments = new AtomicInteger();
    private final AtomicInteger unknownIncrements = new AtomicInteger();
    private final AtomicInteger unknownPuts = new AtomicInteger();

    @Test
    void aNodeIsLostAndComesBackAndNothingAcknowledgedIsLost() throws Exception {
        String net = LocalCluster.netOfThisProcess(1);
        LocalCluster cluster = OneNode.start(Path.of("target", "cassandra-three"), 3, net);
        try (Engine engine = open(cluster)) {
            engine.createTable(TableSpec.sorted("orders"));
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS + COUNTERS)) {
                phases.bulkRegister(WRITERS + COUNTERS);
                for (int i = 0; i < WRITERS; i++) {
                    int writer = i;
                    running.add(threads.submit(() -> write(engine, writer)));
                }
                for (int i = 0; i < COUNTERS; i++) {
                    running.add(threads.submit(() -> count(engine)));
                }
                phases.arriveAndAwaitAdvance(); // all three: done
                phases.arriveAndAwaitAdvance(); // begins the phase in which a node dies
                cluster.killNode(3);
                phases.arriveAndAwaitAdvance(); // two nodes: done
                cluster.startNode(3);
                phases.arriveAndAwaitAdvance(); // begins the last phase
                phases.arriveAndAwaitAdvance();
            }
            check(running);
            checkItems(engine);
            assertTrue(engine.verify().clean());
            theNodeHasEverythingItself(cluster, net + ".3", engine.tables().getFirst().id());
            twoNodesDownRefuse(cluster, engine);
            System.getLogger("three").log(System.Logger.Level.INFO, "puts acknowledged=" + acknowledged.size()
                    + ", unknown=" + unknownPuts + "; increments acknowledged=" + increments + ", unknown="
                    + unknownIncrements);
        } finally {
            cluster.erase();
        }
    }

    private Engine open(LocalCluster cluster) {
        return new CassandraEngineProvider().open(EngineConfig.at(directory.resolve("store")).withOptions(
                Map.of("contact-points", cluster.contactPoints(), "replication", "3", "attempts", "20")));
    }

    /** Three phases of writes, each between two barriers; each write is read back. */
    private void write(Engine engine, int writer) {
        ItemView view = new ItemView();
        UnsafeBuffer value = new UnsafeBuffer(new byte[Integer.BYTES]);
        try (Session session = engine.openSession()) {
            Table table = session.table("orders");
            for (int i = 0; i < 3 * WRITES_A_PHASE; i++) {
                barrier(i);
                Key key = Key.of("writer-" + writer, "item-" + i);
                value.putInt(0, i);
                long outcome = table.put(key, value, 0, Integer.BYTES);
                if (outcome == Outcome.UNKNOWN) {
                    unknownPuts.incrementAndGet();
                } else {
                    acknowledged.add(key);
                    assertTrue(table.get(key, view), () -> "not read back: " + key);
                    assertEquals(i, view.value().getInt(0));
                }
            }
        } finally {
            phases.arriveAndDeregister();
        }
    }

    private void count(Engine engine) {
        try (Session session = engine.openSession()) {
            Table table = session.table("orders");
            for (int i = 0; i < 3 * WRITES_A_PHASE; i++) {
                barrier(i);
                if (i % 5 == 0) {
                    long outcome = table.update(Key.of("counter", ""), (current, out) -> {
                        out.putInt(0, (current.exists() ? current.value().getInt(0) : 0) + 1);
                        return Integer.BYTES;
                    }, WriteOptions.DEFAULT);
                    (outcome == Outcome.UNKNOWN ? unknownIncrements : increments).incrementAndGet();
                }
            }
        } finally {
            phases.arriveAndDeregister();
        }
    }

    /** Between phases two: one that ends what was, one that begins what comes. */
    private void barrier(int i) {
        if (i > 0 && i % WRITES_A_PHASE == 0) {
            phases.arriveAndAwaitAdvance();
            phases.arriveAndAwaitAdvance();
        }
    }

    private static void check(List<Future<?>> running) throws InterruptedException, ExecutionException {
        for (Future<?> each : running) {
            each.get();
        }
    }

    private void checkItems(Engine engine) {
        ItemView view = new ItemView();
        try (Session session = engine.openSession()) {
            Table table = session.table("orders");
            for (Key key : acknowledged) {
                assertTrue(table.get(key, view), () -> "acknowledged and lost: " + key);
            }
            assertTrue(table.get(Key.of("counter", ""), view));
            int counted = view.value().getInt(0);
            int known = increments.get();
            int all = known + unknownIncrements.get();
            assertTrue(counted >= known && counted <= all,
                    () -> "counted=" + counted + ", acknowledged=" + known + ", with unknown=" + all);
        }
    }

    /** Asked alone: what it missed while it was down has come to it. */
    private void theNodeHasEverythingItself(LocalCluster cluster, String address, int table) throws Exception {
        try (CqlSession session = OneNode.session(cluster.contactPoints())) {
            Node node = session.getMetadata().getNodes().values().stream()
                    .filter(each -> each.getEndPoint().toString().contains(address + ":")).findFirst().orElseThrow();
            for (int writer = 0; writer < WRITERS; writer++) {
                String partition = "writer-" + writer;
                long expected = acknowledged.stream().filter(key -> key.toString().contains(partition)).count();
                ByteBuffer bytes = ByteBuffer.wrap(partition.getBytes(StandardCharsets.UTF_8));
                SimpleStatement count = SimpleStatement.newInstance(
                        "SELECT count(*) FROM dyno.items WHERE pk = ? AND t = ?", bytes, table)
                        .setConsistencyLevel(ConsistencyLevel.ONE).setNode(node);
                LocalCluster.await(expected + " items of " + partition + " on " + address,
                        () -> session.execute(count).one().getLong(0) >= expected);
            }
        }
    }

    private void twoNodesDownRefuse(LocalCluster cluster, Engine engine) throws IOException {
        cluster.killNode(2);
        cluster.killNode(3);
        try (Session session = engine.openSession()) {
            Table table = session.table("orders");
            Key key = Key.of("writer-0", "after");
            UnsafeBuffer value = new UnsafeBuffer(new byte[1]);
            try {
                assertEquals(Outcome.UNKNOWN, table.put(key, value, 0, 1));
            } catch (EngineException.Io e) {
                assertTrue(e.getMessage().startsWith("write did not happen"), e::getMessage);
            }
            assertThrows(EngineException.Io.class, () -> table.get(key, new ItemView()));
            cluster.startNode(2);
            assertTrue(table.get(Key.of("writer-0", "item-0"), new ItemView()));
            assertTrue(table.put(key, value, 0, 1) > 0);
        }
    }
}
