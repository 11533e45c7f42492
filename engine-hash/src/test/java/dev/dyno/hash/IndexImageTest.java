package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** An open by the image of the index, beside what it would be without; damaged images; segments that warm up. */
class IndexImageTest {

    private static final int ITEMS = 3_000;

    @Test
    void anOpenByTheImageHasWhatWasThere() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1)) {
            fill(disk, work);
            assertEquals(1, images(disk).size());
            try (Engine engine = open(disk, work)) {
                assertEquals(true, engine.describe().facts().get("openedByImage"));
                check(engine);
                assertEquals(live(), engine.stats().get(Counter.LIVE_ITEMS));
                work.drainAll();
                assertEquals(0, coldSegments(engine), "segments come back to memory");
                check(engine);
                try (Session session = engine.openSession()) {
                    for (int i = 0; i < ITEMS; i += 5) {
                        put(session.table("t"), i, 40);
                    }
                }
                check(engine);
            }
            try (Engine engine = open(disk, work)) {
                check(engine);
            }
        }
    }

    /** Every byte of the image may be wrong: the records say the same. */
    @Test
    void aDamagedImageIsLeftAlone() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(2)) {
            fill(disk, work);
            SplittableRandom random = new SplittableRandom(7);
            String image = images(disk).getFirst();
            int size;
            try (DiskFile file = disk.open(image)) {
                size = (int) file.size();
            }
            for (int i = 0; i < 12; i++) {
                int behind = i < 4 ? 2 * IndexImage.TABLES : size;
                int position = FileHeader.LENGTH + random.nextInt(behind - FileHeader.LENGTH);
                flip(disk, image, position);
                try (Engine engine = open(disk, work)) {
                    check(engine);
                }
                if (disk.exists(image)) {
                    flip(disk, image, position);
                }
            }
        }
    }

    /** The engine was killed while it closed, after any number of bytes; the header comes last. */
    @Test
    void anImageThatWasCutIsLeftAlone() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(5)) {
            fill(disk, work);
            String image = images(disk).getFirst();
            for (int part = 7; part >= 0; part--) {
                try (DiskFile file = disk.open(image)) {
                    if (part == 7) {
                        try (Region zeros = Memory.system().map(FileHeader.LENGTH, "test", false)) {
                            file.write(0, zeros.address(), FileHeader.LENGTH);
                        }
                    } else {
                        file.truncate(part * file.size() / 8);
                    }
                }
                try (Engine engine = open(disk, work)) {
                    check(engine);
                }
            }
        }
    }

    /** What was damaged while the engine was closed: reported by the read that meets it, for as long as it is there. */
    @Test
    void aDamagedRecordIsReportedBehindAnOpenByTheImage() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(3)) {
            fill(disk, work);
            String segment = disk.list().stream().filter(name -> name.startsWith(StoreFiles.SEGMENT_PREFIX)).findFirst()
                    .orElseThrow();
            flip(disk, segment, 20_000);
            try (Engine engine = open(disk, work)) {
                work.drainAll();
                assertTrue(damaged(engine) > 0, "nobody reported the flipped bit");
                try (Session session = engine.openSession()) {
                    for (int i = ITEMS; i < 2 * ITEMS; i++) { // buckets split, segments die
                        put(session.table("t"), i, 40);
                    }
                }
                engine.checkpoint();
                work.drainAll();
                assertTrue(damaged(engine) > 0, "forgotten");
                assertFalse(engine.verify().clean());
            }
        }
    }

    /** An engine that was not closed has no image, or that of its last open with nothing behind. */
    @Test
    void aCheckpointTakesTheImageAway() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(4)) {
            fill(disk, work);
            try (Engine engine = open(disk, work); Session session = engine.openSession()) {
                assertEquals(1, images(disk).size());
                put(session.table("t"), 0, 40);
                engine.checkpoint();
                assertEquals(List.of(), images(disk));
            }
        }
    }

    private static List<String> images(MemoryDisk disk) {
        return disk.list().stream().filter(name -> name.startsWith(StoreFiles.INDEX_PREFIX)).toList();
    }

    private static long coldSegments(Engine engine) {
        return ((HashEngine) engine).store().segments().stream().filter(segment -> !segment.isHot()).count();
    }

    private static void fill(MemoryDisk disk, SeededWork work) {
        try (Engine engine = open(disk, work)) {
            engine.createTable(TableSpec.sorted("dropped"));
            engine.createTable(TableSpec.unsorted("other"));
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                for (int i = 0; i < ITEMS; i++) {
                    put(session.table("t"), i, 40);
                    session.table("dropped").put(key(i), new UnsafeBuffer(new byte[8]), 0, 8);
                    session.table("other").put(Key.of("k" + i, ""), new UnsafeBuffer(new byte[8]), 0, 8);
                }
                engine.dropTable("dropped");
                for (int i = 1; i < ITEMS; i += 5) {
                    session.table("t").delete(key(i));
                }
            }
            work.drainAll();
        }
    }

    private static long live() {
        return ITEMS - ITEMS / 5 + ITEMS;
    }

    private static Engine open(MemoryDisk disk, SeededWork work) {
        return new HashEngineProvider().open(EngineConfig.on(disk).withWork(work).withClock(new ManualClock(77))
                .withOptions(new HashEngineProvider().miniature()));
    }

    private static Key key(int item) {
        return Key.of("p" + item % 7, String.format("%06d", item));
    }

    private static void put(Table table, int item, int bytes) {
        UnsafeBuffer value = new UnsafeBuffer(new byte[bytes]);
        value.putInt(0, item);
        table.put(key(item), value, 0, bytes);
    }

    private static void check(Engine engine) {
        try (Session session = engine.openSession()) {
            ItemView view = new ItemView();
            for (int i = 0; i < ITEMS; i++) {
                assertEquals(i % 5 != 1, session.table("t").get(key(i), view));
                assertTrue(i % 5 == 1 || view.value().getInt(0) == i);
                assertTrue(session.table("other").get(Key.of("k" + i, ""), view));
            }
            int found = 0;
            for (int partition = 0; partition < 7; partition++) {
                try (Cursor cursor = session.table("t").query(new Range().partition(key(partition)))) {
                    while (cursor.next()) {
                        found++;
                    }
                }
            }
            assertEquals(ITEMS - ITEMS / 5, found);
            assertThrows(EngineException.NoSuchTable.class, () -> session.table("dropped"));
        }
        Verification verification = engine.verify();
        assertTrue(verification.clean(), () -> verification.violations().toString());
    }

    private static int damaged(Engine engine) {
        int damaged = 0;
        try (Session session = engine.openSession()) {
            ItemView view = new ItemView();
            for (int i = 0; i < ITEMS; i++) {
                try {
                    assertEquals(i % 5 != 1, session.table("t").get(key(i), view), "damage must not look like absence");
                    session.table("other").get(Key.of("k" + i, ""), view);
                } catch (EngineException.Corrupt reported) {
                    damaged++;
                }
            }
        }
        return damaged;
    }

    private static void flip(MemoryDisk disk, String name, int position) {
        try (DiskFile file = disk.open(name); Region one = Memory.system().map(8, "test", false)) {
            file.read(position, one.address(), 1);
            UnsafeApi.putByte(one.address(), (byte) (UnsafeApi.getByte(one.address()) ^ 4));
            file.write(position, one.address(), 1);
        }
    }
}
