package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What somebody would do to it on purpose: keys that collide, values of all sizes, mass deletes, damaged files. */
class AdversarialTest {

    private static final int MEBIBYTE = 1 << 20;

    /** Whoever knows one table's seed can make its chains long, and no other's. */
    @Test
    void keysThatCollideInOneTableDoNotInAnother() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = miniature(disk, work)) {
            engine.createTable(TableSpec.unsorted("first"));
            engine.createTable(TableSpec.unsorted("second"));
            try (Session session = engine.openSession()) {
                List<Key> keys = collisions(((HashEngine) engine).index().seed());
                for (Key key : keys) {
                    session.table("first").put(key, new UnsafeBuffer(new byte[8]), 0, 8);
                    session.table("second").put(key, new UnsafeBuffer(new byte[8]), 0, 8);
                }
                ItemView view = new ItemView();
                for (Key key : keys) {
                    assertTrue(session.table("first").get(key, view) && session.table("second").get(key, view));
                }
                assertTrue(longestChain(engine, "first") >= keys.size() / Buckets.SLOTS, "the keys were to collide");
                assertTrue(longestChain(engine, "second") <= 5, "the keys collide in a table of another seed");
                for (Key key : keys) {
                    assertTrue(session.table("first").delete(key) > 0);
                }
                assertClean(engine);
            }
        }
    }

    /** Keys whose hashes in table 1 share the bits that pick a bucket while there are few. */
    private static List<Key> collisions(long seed) {
        KeyHash hashes = new KeyHash(seed, 1);
        List<Key> found = new ArrayList<>();
        try (Region region = Memory.system().map(Probe.BYTES, "test", false)) {
            Probe probe = new Probe(region.address());
            for (int i = 0; found.size() < 200; i++) {
                Key key = Key.of("key" + i, "");
                probe.set(key, hashes);
                if ((probe.hash & 0x3ff) == 0) {
                    found.add(key);
                }
            }
        }
        return found;
    }

    private static long longestChain(Engine engine, String table) {
        for (Shape part : engine.describe().children()) {
            if (part.name().equals(table)) {
                return ((Number) part.children().getFirst().facts().get("longestChain")).longValue();
            }
        }
        throw new AssertionError("no such table: " + table);
    }

    /** Nine of ten items go; the space comes back while the engine runs, and again when it is opened. */
    @Test
    void massDeletesGiveSpaceBack() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(2)) {
            long live;
            try (Engine engine = miniature(disk, work)) {
                engine.createTable(TableSpec.sorted("t"));
                try (Session session = engine.openSession()) {
                    fill(session.table("t"), 1_500, 5);
                    engine.checkpoint();
                    for (int i = 0; i < 1_500; i++) {
                        if (i % 10 != 0) {
                            assertTrue(session.table("t").delete(key(i)) > 0);
                        }
                    }
                        engine.checkpoint();
                    work.drainAll(); // segments with little alive are emptied
                    engine.checkpoint(); // they are in no manifest from here on
                    check(session.table("t"), 1_500, 5);
                }
                live = engine.stats().get(Counter.LIVE_BYTES);
                long files = engine.stats().get(Counter.FILE_BYTES);
                assertTrue(files < 2 * live + MEBIBYTE, "files=" + files + ", live=" + live);
                assertTrue(engine.stats().get(Counter.MEMORY_BYTES) < 2 * live + 2 * MEBIBYTE);
                assertClean(engine);
            }
            try (Engine engine = miniature(disk, work); Session session = engine.openSession()) {
                check(session.table("t"), 1_500, 5);
                assertEquals(live, engine.stats().get(Counter.LIVE_BYTES));
                assertClean(engine);
            }
        }
    }

    /** More than memory takes: read from files, and a flipped bit there is reported by the read that meets it. */
    @Test
    void aDamagedRecordInAFileIsReportedByItsRead() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(3);
                Engine engine = miniature(disk, work)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                fill(table, 4_000, 1);
                engine.checkpoint();
                work.drainAll();
                check(table, 4_000, 1);
                Store store = ((HashEngine) engine).store();
                Segment cold = store.segments().stream().filter(segment -> !segment.isHot()).findFirst().orElseThrow();
                flip(disk, StoreFiles.segmentName(cold.id), cold.tail / 2);
                int damaged = 0;
                ItemView view = new ItemView();
                for (int i = 0; i < 4_000; i++) {
                    try {
                        assertTrue(table.get(key(i), view), "damage must not look like absence");
                        checkValue(i, view);
                    } catch (EngineException.Corrupt reported) {
                        damaged++;
                    }
                }
                assertTrue(damaged > 0, "nobody reported the flipped bit");
                assertTrue(!engine.verify().clean());
            }
        }
    }

    /** Keys before all that are left in an inner page of the tree come back, in other places than before. */
    @Test
    void theBeginningOfAPartitionGoesAndComesBack() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(4);
                Engine engine = miniature(disk, work)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int i = 0; i < 600; i++) {
                    table.put(longKey(2 * i), new UnsafeBuffer(new byte[4]), 0, 4);
                }
                for (int i = 0; i < 400; i++) {
                    table.delete(longKey(2 * i));
                }
                for (int i = 798; i >= 0; i--) {
                    table.put(longKey(i), new UnsafeBuffer(new byte[4]), 0, 4);
                }
                int found = 0;
                try (Cursor cursor = table.query(new Range().partition(longKey(0)))) {
                    while (cursor.next()) {
                        found++;
                    }
                }
                assertEquals(799 + 200, found);
                assertClean(engine);
            }
        }
    }

    /** Larger items than any before, so that memory for values grows under the one that was handed out. */
    @Test
    void whoIsGivenItemsOfABatchMayReadOthers() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(5);
                Engine engine = miniature(disk, work)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                KeyBatch keys = new KeyBatch();
                for (int i = 0; i < 40; i++) {
                    UnsafeBuffer value = new UnsafeBuffer(new byte[100 + i * i * 100]);
                    value.setMemory(0, value.capacity(), (byte) i);
                    table.put(key(i), value, 0, value.capacity());
                    keys.add(key(i));
                }
                ItemView other = new ItemView();
                int found = table.getBatch(keys, (index, item) -> {
                    assertTrue(table.get(key(39 - index), other));
                    checkValue(39 - index, other);
                    assertEquals(100 + index * index * 100, item.length());
                    checkValue(index, item);
                });
                assertEquals(40, found);
            }
        }
    }

    private static Key longKey(int item) {
        return Key.of("p", String.format("%06d", item) + "x".repeat(1_000));
    }

    private static void flip(MemoryDisk disk, String name, int position) {
        try (DiskFile file = disk.open(name); Region byteOf = Memory.system().map(8, "test", false)) {
            file.read(position, byteOf.address(), 1);
            UnsafeApi.putByte(byteOf.address(), (byte) (UnsafeApi.getByte(byteOf.address()) ^ 4));
            file.write(position, byteOf.address(), 1);
        }
    }

    private static Engine miniature(MemoryDisk disk, SeededWork work) {
        return new HashEngineProvider().open(EngineConfig.on(disk).withWork(work).withClock(new ManualClock(77))
                .withOptions(new HashEngineProvider().miniature()));
    }

    /** Values from nothing to 2 MiB. */
    private static int length(int item, int largeEvery) {
        if (largeEvery > 1 && item % 300 == 7) {
            return 2 * MEBIBYTE;
        }
        return item % largeEvery == 1 ? 20_000 : new SplittableRandom(item).nextInt(900);
    }

    private static void fill(Table table, int items, int largeEvery) {
        for (int i = 0; i < items; i++) {
            UnsafeBuffer value = new UnsafeBuffer(new byte[length(i, largeEvery)]);
            value.setMemory(0, value.capacity(), (byte) i);
            table.put(key(i), value, 0, value.capacity());
        }
    }

    private static void check(Table table, int items, int largeEvery) {
        ItemView view = new ItemView();
        for (int i = 0; i < items; i++) {
            boolean exists = table.get(key(i), view);
            assertTrue(exists || largeEvery > 1 && i % 10 != 0, "an item that is there");
            if (exists) {
                assertEquals(length(i, largeEvery), view.length());
                checkValue(i, view);
            }
        }
    }

    private static void checkValue(int item, ItemView view) {
        for (int i = 0; i < view.length(); i++) {
            assertEquals((byte) item, view.value().getByte(i));
        }
    }

    private static Key key(int item) {
        return Key.of("p" + item % 7, String.format("%06d", item));
    }

    private static void assertClean(Engine engine) {
        Verification verification = engine.verify();
        assertTrue(verification.clean(), () -> verification.violations().toString());
    }
}
