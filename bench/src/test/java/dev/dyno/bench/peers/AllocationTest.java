package dev.dyno.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.bound.BoundProvider;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SPI itself costs no garbage: with an engine that makes none, a get and a put make none. */
class AllocationTest {

    private static final int ITEMS = 10_000;
    private static final int ROUNDS = 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final UnsafeBuffer partition = new UnsafeBuffer(new byte[16]);
    private final UnsafeBuffer sort = new UnsafeBuffer(new byte[8]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[100]);
    private final Key key = new Key();
    private final ItemView item = new ItemView();

    @Test
    void getAndPutAllocateNothing(@TempDir Path directory) {
        EngineConfig config = EngineConfig.at(directory).withDurability(Durability.MEMORY);
        try (Engine engine = new BoundProvider().open(config)) {
            engine.createTable(TableSpec.sorted("items"));
            try (Session session = engine.openSession()) {
                Table table = session.table("items");
                assertEquals(0, leastBytes(i -> {
                    value.putLong(0, i);
                    assertTrue(table.put(keyOf(i), value, 0, value.capacity()) > 0);
                }), "bytes of a round of puts");
                assertEquals(0, leastBytes(i -> {
                    assertTrue(table.get(keyOf(i), item));
                    assertEquals(i, item.value().getLong(0));
                }), "bytes of a round of gets");
            }
        }
    }

    private Key keyOf(long i) {
        partition.putLong(0, i / 100);
        sort.putLong(0, i % 100);
        return key.wrap(partition, 0, partition.capacity(), sort, 0, sort.capacity());
    }

    /**
     * The least of several rounds: what the engine needs to grow, and what the JVM does once for itself, is not the
     * cost of an operation. A single object per operation would be 16 bytes times {@link #ITEMS} in every round.
     */
    private static long leastBytes(LongConsumer operation) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (long i = 0; i < ITEMS; i++) {
                operation.accept(i);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
