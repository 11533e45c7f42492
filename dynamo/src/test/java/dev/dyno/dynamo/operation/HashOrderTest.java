package dev.dyno.dynamo.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Engines;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages through tables of more items than a part may have, on engines that count steps: each item once, for what it
 * costs.
 */
class HashOrderTest {

    private static final Set<String> ENGINES = Set.of("btree", "hash", "lsm");
    private static final int ITEMS = 8_000;
    /** More than a part may have. */
    private static final int LARGEST = 2_500;
    /** Parts that are too large are walked as well, and those that a page ends in are walked again for the next. */
    private static final int STEPS_PER_ITEM_MAX = 8;

    private final BitSet met = new BitSet();
    private int last;
    private int left;

    static List<EngineProvider> engines() {
        return Engines.all().stream().filter(engine -> ENGINES.contains(engine.name())).toList();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void pagesGiveEveryItemOnceForWhatTheyRead(EngineProvider provider) {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = provider.open(EngineConfig.on(disk).withWork(work).withClock(new ManualClock(1))
                        .withDurability(Durability.MEMORY))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                put(table, 0, ITEMS, 3);
                for (int segments : new int[] {1, 7}) {
                    long before = steps(engine);
                    assertEquals(ITEMS, page(new HashOrder(this::take), table, segments, 500));
                    assertEquals(ITEMS, page(new HashOrder(this::take), table, segments, 1_100));
                    long each = (steps(engine) - before) / (2 * ITEMS);
                    assertTrue(each <= STEPS_PER_ITEM_MAX, () -> "steps for an item: " + each);
                }
                put(table, ITEMS, LARGEST, LARGEST);
                assertEquals(ITEMS + LARGEST, page(new HashOrder(this::take), table, 1, 450));
                assertEquals(ITEMS + LARGEST, page(new HashOrder(this::take), table, 3, Integer.MAX_VALUE));
            }
        }
    }

    private static long steps(Engine engine) {
        return engine.stats().get(Counter.CURSOR_STEPS);
    }

    private static void put(Table table, int from, int count, int perPartition) {
        UnsafeBuffer value = new UnsafeBuffer(new byte[Integer.BYTES]);
        for (int item = from; item < from + count; item++) {
            value.putInt(0, item);
            table.put(key(item, perPartition), value, 0, Integer.BYTES);
        }
    }

    private static Key key(int item, int perPartition) {
        return Key.of("p" + item / perPartition + "of" + perPartition, "s" + item);
    }

    /** @return how many items all pages of all segments had; none twice */
    private int page(HashOrder order, Table table, int segments, int limit) {
        met.clear();
        for (int segment = 0; segment < segments; segment++) {
            Key after = null;
            do {
                left = limit;
                order.walk(table, segment, segments, after, limit);
                after = last < ITEMS ? key(last, 3) : key(last, LARGEST);
            } while (left == 0);
        }
        return met.cardinality();
    }

    private boolean take(DirectBuffer buffer, int offset, int length) {
        last = buffer.getInt(offset);
        assertTrue(!met.get(last), () -> "given twice: " + last);
        met.set(last);
        left--;
        return left == 0;
    }
}
