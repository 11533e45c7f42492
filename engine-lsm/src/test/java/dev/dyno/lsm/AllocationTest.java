package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.SeededWork;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Reads, batches of reads and query steps allocate nothing once a session has its buffers, from memtables and from
 * tables; puts allocate the object for each piece of memory that a memtable takes, and nothing for an item.
 */
class AllocationTest {

    private static final int ITEMS = 5_000;
    private static final int VALUE_BYTES = 100;
    /** Of the objects for one piece of memory, of which a round of puts takes at most one. */
    private static final long PIECE_BYTES = 256;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer partition = new UnsafeBuffer(new byte[16]);
    private final UnsafeBuffer sort = new UnsafeBuffer(new byte[8]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
    private final Key key = new Key();
    private final ItemView view = new ItemView();
    private final KeyBatch keys = new KeyBatch();
    private final Range range = new Range();
    private int found;
    private final ItemSink sink = (index, item) -> found += item.exists() ? 1 : 0;

    @Test
    void nothingIsAllocatedOnTheWayOfAnItem() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new LsmEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withOption("log-segment-bytes", "256MiB"))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                puts(table, ITEMS);
                assertNone("put", PIECE_BYTES, () -> puts(table, ITEMS));
                assertNone("get", 0, () -> gets(table, ITEMS));
                assertNone("getBatch", 0, () -> batches(table, ITEMS / 16));
                assertNone("query", 0, () -> queries(table, ITEMS / 100));
                engine.checkpoint();
                assertNone("get from tables", 0, () -> gets(table, ITEMS));
                assertNone("query of tables", 0, () -> queries(table, ITEMS / 100));
                assertTrue(found > 0);
            }
        }
    }

    /** The second and third run, because the first may load classes and grow buffers. */
    private void assertNone(String what, long most, Runnable action) {
        long self = Thread.currentThread().threadId();
        action.run();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = threads.getThreadAllocatedBytes(self);
            long own = threads.getThreadAllocatedBytes(self) - before;
            before = threads.getThreadAllocatedBytes(self);
            action.run();
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before - own);
        }
        long found = least;
        assertTrue(found <= most, () -> what + ": bytes allocated by " + ITEMS + " items: " + found);
    }

    private void key(int item) {
        partition.putInt(0, item / 100 * 0x9e3779b1);
        sort.putInt(0, Integer.reverseBytes(item % 100));
        key.wrap(partition, 0, 16, sort, 0, 8);
    }

    private void puts(Table table, int count) {
        for (int i = 0; i < count; i++) {
            key((int) (i * 7919L % ITEMS));
            table.put(key, value, 0, VALUE_BYTES);
        }
    }

    private void gets(Table table, int count) {
        for (int i = 0; i < count; i++) {
            key(i);
            found += table.get(key, view) ? 1 : 0;
        }
    }

    private void batches(Table table, int count) {
        for (int i = 0; i < count; i++) {
            keys.clear();
            for (int k = 0; k < 16; k++) {
                key((i * 16 + k) * 31 % ITEMS);
                keys.add(key);
            }
            table.getBatch(keys, sink);
        }
    }

    private void queries(Table table, int count) {
        for (int i = 0; i < count; i++) {
            key(i * 100);
            range.partition(key).reverse(i % 2 == 0);
            try (Cursor cursor = table.query(range)) {
                while (cursor.next()) {
                    found += cursor.item().length() > 0 && cursor.key().sort().capacity() == 8 ? 1 : 0;
                }
            }
        }
    }
}
