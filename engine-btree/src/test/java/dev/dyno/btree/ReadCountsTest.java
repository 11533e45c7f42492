package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.SeededWork;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Every read is counted once: point reads, batches of them, steps of cursors; also when its session has closed. */
class ReadCountsTest {

    private static final int ITEMS = 300;
    private static final int VALUE_BYTES = 20;

    @Test
    void readsAreCountedInEverySession() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new BTreeEngineProvider().open(EngineConfig.on(disk).withWork(work))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
                for (int i = 0; i < ITEMS; i++) {
                    session.table("t").put(key(i), value, 0, VALUE_BYTES);
                }
                read(session.table("t"));
            }
            expect(engine.stats(), 1);
            try (Session session = engine.openSession()) {
                read(session.table("t"));
                expect(engine.stats(), 2);
            }
        }
    }

    /** 3 point reads, one of them of nothing; 2 in a batch, one of nothing; a query and the begin of another. */
    private static void read(Table table) {
        ItemView view = new ItemView();
        table.get(key(1), view);
        table.get(key(2), view);
        table.get(key(ITEMS), view);
        KeyBatch keys = new KeyBatch();
        keys.add(key(3));
        keys.add(key(ITEMS + 1));
        table.getBatch(keys, (index, item) -> { });
        try (Cursor cursor = table.query(new Range().partition(key(0)))) {
            while (cursor.next()) {
                cursor.item();
            }
        }
        try (Cursor cursor = table.query(new Range().partition(key(0)).limit(7).reverse(true))) {
            cursor.next();
            cursor.next();
        }
    }

    private static void expect(EngineStats stats, long times) {
        assertEquals(5 * times, stats.get(Counter.GETS));
        assertEquals(3 * times, stats.get(Counter.HITS));
        assertEquals((ITEMS + 2) * times, stats.get(Counter.CURSOR_STEPS));
        assertEquals((3 + ITEMS + 2) * VALUE_BYTES * times, stats.get(Counter.USER_BYTES_READ));
    }

    private static Key key(int number) {
        return Key.of("p", String.format("%06d", number));
    }
}
