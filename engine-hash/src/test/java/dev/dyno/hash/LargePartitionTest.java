package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One partition with everything in it, put in random order: a tree of sort keys of several levels. */
class LargePartitionTest {

    private static final int ITEMS = 30_000;
    private static final int PAGE_ITEMS = 100;
    private static final int SEED = 11;

    private final MemoryDisk disk = new MemoryDisk();
    private final SeededWork work = new SeededWork(SEED);
    private final Engine engine = new HashEngineProvider().open(
            EngineConfig.on(disk).withWork(work).withClock(new ManualClock(0)));
    private Session session;
    private Table table;

    @BeforeEach
    void fill() {
        engine.createTable(TableSpec.sorted("t"));
        session = engine.openSession();
        table = session.table("t");
        List<Integer> order = IntStream.range(0, ITEMS).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(SEED));
        UnsafeBuffer value = new UnsafeBuffer(new byte[Integer.BYTES]);
        for (int item : order) {
            value.putInt(0, item);
            table.put(key(item), value, 0, Integer.BYTES);
        }
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
        work.close();
        disk.close();
    }

    @Test
    void queriesInTheMiddleFindTheirItemsBothWays() {
        Range range = new Range();
        for (int first = 7; first < ITEMS - PAGE_ITEMS; first += 997) {
            Key from = key(first);
            range.partition(from).from(from.sort(), 0, from.sort().capacity(), true).limit(PAGE_ITEMS);
            assertEquals(first + PAGE_ITEMS, walk(range, first, 1));
            range.partition(from).to(from.sort(), 0, from.sort().capacity(), true).limit(PAGE_ITEMS).reverse(true);
            assertEquals(Math.max(-1, first - PAGE_ITEMS), walk(range, first, -1));
        }
    }

    @Test
    void pagesLeadThroughAllOfItBothWays() {
        assertEquals(ITEMS, page(0, 1));
        assertEquals(-1, page(ITEMS - 1, -1));
        assertTrue(engine.verify().clean(), engine.verify().toString());
    }

    /** Each page goes on behind the key that the one before ended with. @return the item behind the last */
    private int page(int first, int step) {
        Range range = new Range();
        int item = first;
        int before;
        do {
            before = item;
            range.partition(key(0)).limit(PAGE_ITEMS).reverse(step < 0);
            if (item != first) {
                Key last = key(item - step);
                range.after(last.sort(), 0, last.sort().capacity());
            }
            item = walk(range, item, step);
        } while (item != before);
        return item;
    }

    private int walk(Range range, int first, int step) {
        int item = first;
        try (Cursor cursor = table.query(range)) {
            while (cursor.next()) {
                assertTrue(cursor.key().sameAs(key(item)), "item " + item + ", found " + cursor.key());
                assertEquals(item, cursor.item().value().getInt(0));
                item += step;
            }
        }
        return item;
    }

    private static Key key(int item) {
        return Key.of("p", String.format("%08d", item));
    }
}
