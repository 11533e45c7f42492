package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.EventLog;
import dev.dyno.api.run.SeededWork;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many memtables and merges beside a sorted map, with snapshots that are held over merges. */
class CompactionTest {

    private static final int ITEMS = 600;
    private static final int WRITES = 12_000;
    private static final int SNAPSHOT_EVERY = 2_500;

    private final Map<Integer, byte[]> expected = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(20_261_123);

    @ParameterizedTest
    @CsvSource({"leveled, bloom, none, btree", "tiered, fuse, lz4, skiplist", "lazy-leveled, bloom, zstd, btree",
        "lazy-leveled, none, none, skiplist"})
    void everyPolicyKeepsEveryItem(String policy, String filter, String codec, String memtable) {
        Map<String, String> options = new LinkedHashMap<>(new LsmEngineProvider().miniature());
        options.put("compaction", policy);
        options.put("filter", filter);
        options.put("compression", codec);
        options.put("memtable", memtable);
        options.put("filter-allocation", "monkey");
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(3)) {
            EngineConfig config = EngineConfig.on(disk).withWork(work).withOptions(options);
            try (Engine engine = new LsmEngineProvider().open(config)) {
                engine.createTable(TableSpec.sorted("t"));
                try (Session session = engine.openSession()) {
                    write(session, session.table("t"));
                    work.drainAll();
                    check(session.table("t"));
                    assertTrue(runs(engine.describe()) > 0, "nothing was flushed");
                }
                clean(engine.verify());
            }
            try (Engine engine = new LsmEngineProvider().open(config); Session session = engine.openSession()) {
                check(session.table("t"));
                clean(engine.verify());
            }
        }
    }

    private void write(Session session, Table table) {
        Snapshot held = null;
        Map<Integer, byte[]> heldItems = Map.of();
        for (int i = 0; i < WRITES; i++) {
            int item = random.nextInt(ITEMS);
            if (random.nextInt(4) == 0) {
                table.delete(key(item));
                expected.remove(item);
            } else {
                // Some are long enough to lie in value files.
                byte[] value = new byte[random.nextInt(10) == 0 ? 200 + random.nextInt(400) : random.nextInt(60)];
                random.nextBytes(value);
                table.put(key(item), new UnsafeBuffer(value), 0, value.length);
                expected.put(item, value);
            }
            if (i % SNAPSHOT_EVERY == SNAPSHOT_EVERY - 1) {
                if (held != null) {
                    checkItems(table.at(held).scan(0, 1), heldItems);
                    held.close();
                }
                held = session.snapshot();
                heldItems = new HashMap<>(expected);
            }
        }
        if (held != null) {
            checkItems(table.at(held).scan(0, 1), heldItems);
            held.close();
        }
    }

    private void check(Table table) {
        checkItems(table.scan(0, 1), expected);
        ItemView view = new ItemView();
        for (int item = 0; item < ITEMS; item++) {
            assertEquals(expected.containsKey(item), table.get(key(item), view), "item " + item);
            if (expected.containsKey(item)) {
                assertArrayEquals(expected.get(item), bytes(view));
            }
        }
    }

    private static void checkItems(Cursor cursor, Map<Integer, byte[]> items) {
        int found = 0;
        try (cursor) {
            while (cursor.next()) {
                byte[] value = items.get(cursor.key().sort().getInt(0));
                assertTrue(value != null, "an item that was deleted came back: " + cursor.key());
                assertArrayEquals(value, bytes(cursor.item()));
                found++;
            }
        }
        assertEquals(items.size(), found);
    }

    private static byte[] bytes(ItemView view) {
        byte[] bytes = new byte[view.length()];
        view.value().getBytes(0, bytes);
        return bytes;
    }

    private static Key key(int item) {
        UnsafeBuffer partition = new UnsafeBuffer(new byte[] {'p', (byte) (item % 7)});
        UnsafeBuffer sort = new UnsafeBuffer(new byte[4]);
        sort.putInt(0, item);
        return new Key().wrap(partition, 0, 2, sort, 0, 4);
    }

    private static int runs(Shape shape) {
        return shape.kind().equals("run") ? 1 : shape.children().stream().mapToInt(CompactionTest::runs).sum();
    }

    private static void clean(Verification verification) {
        assertTrue(verification.clean(), () -> verification.violations().toString());
    }

    @Test
    void whatIsDeletedDisappearsFromTheDisk() {
        EventLog events = new EventLog(1 << 16);
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(5);
                Engine engine = new LsmEngineProvider().open(EngineConfig.on(disk).withWork(work).withEvents(events)
                        .withOptions(new LsmEngineProvider().miniature()))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                byte[] value = "a value that must not stay".getBytes();
                for (int i = 0; i < ITEMS; i++) {
                    table.put(key(i), new UnsafeBuffer(value), 0, value.length);
                }
                for (int i = 0; i < ITEMS; i++) {
                    table.delete(key(i));
                }
                engine.checkpoint();
                // Merges come when runs do: writes elsewhere make them.
                for (int i = 0; i < 40; i++) {
                    table.put(key(ITEMS + i % 3), new UnsafeBuffer(value), 0, value.length);
                    engine.checkpoint();
                    work.drainAll();
                }
            }
            long entries = entries(engine.describe());
            assertTrue(entries < ITEMS, "entries=" + entries);
            assertFalse(engine.verify().checked().isEmpty());
        }
    }

    @Test
    void valueFilesAreReclaimedWhenTheirValuesAreOverwritten() {
        Map<String, String> options = new LinkedHashMap<>(new LsmEngineProvider().miniature());
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(7);
                Engine engine = new LsmEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withOptions(options))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                byte[] value = new byte[1_000];
                for (int round = 0; round < 30; round++) {
                    for (int i = 0; i < 50; i++) {
                        value[0] = (byte) round;
                        session.table("t").put(key(i), new UnsafeBuffer(value), 0, value.length);
                    }
                    engine.checkpoint();
                    work.drainAll();
                }
                ItemView view = new ItemView();
                for (int i = 0; i < 50; i++) {
                    assertTrue(session.table("t").get(key(i), view));
                    assertEquals(29, view.value().getByte(0));
                }
            }
            long values = disk.list().stream().filter(name -> name.startsWith("values/")).count();
            assertTrue(values > 0 && values < 15, "value files=" + values + " after 30 rounds of the same keys");
            clean(engine.verify());
        }
    }

    private static long entries(Shape shape) {
        long own = shape.kind().equals("run") ? (long) shape.facts().get("entries") : 0;
        return own + shape.children().stream().mapToLong(CompactionTest::entries).sum();
    }
}
