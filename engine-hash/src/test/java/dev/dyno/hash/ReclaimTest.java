package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.disk.TracingDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** When segments may go: with snapshots that open and close at the worst moments, and records of deleted items. */
class ReclaimTest {

    /** More items than a segment of 64 KiB takes. */
    private static final int SEGMENT_ITEMS = 80;
    private static final int VALUE_BYTES = 1_000;

    /** Does something when a file is closed whose name begins so. */
    private static final class AtClose implements Appendable {
        private Runnable action = () -> { };

        @Override
        public Appendable append(CharSequence line) {
            if (line.toString().contains("close " + StoreFiles.SEGMENT_PREFIX)) {
                action.run();
            }
            return this;
        }

        @Override
        public Appendable append(CharSequence line, int start, int end) {
            return append(line.subSequence(start, end));
        }

        @Override
        public Appendable append(char one) {
            return this;
        }
    }

    /** The snapshot that holds back the records of the later deletions closes while the earlier segments go. */
    @Test
    void aSnapshotThatClosesMeanwhileTakesNothingFromOthers() {
        AtClose atClose = new AtClose();
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = open(new TracingDisk(disk, atClose), work); Session session = engine.openSession()) {
            Table table = session.table("t");
            fill(table, "early", SEGMENT_ITEMS);
            fill(table, "late", SEGMENT_ITEMS);
            engine.checkpoint();
            Snapshot first = session.snapshot();
            remove(table, "early", SEGMENT_ITEMS);
            reclaim(engine, work);
            Snapshot second = session.snapshot();
            remove(table, "late", SEGMENT_ITEMS);
            fill(table, "passing", SEGMENT_ITEMS);
            put(table, "last", 0);
            remove(table, "passing", SEGMENT_ITEMS);
            reclaim(engine, work);
            assertTrue(waiting(engine) > 1, "segments that wait for snapshots");
            atClose.action = second::close;
            first.close();
            reclaim(engine, work);
            assertClean(engine);
            put(table, "last", 1);
            reclaim(engine, work);
            assertEquals(0, waiting(engine));
            assertClean(engine);
        }
    }

    /** A version newer than the deletion leads to it for those snapshots that see the item deleted. */
    @Test
    void aDeletionStaysForASnapshotThatReachesItByANewerVersion() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(2);
                Engine engine = open(disk, work); Session session = engine.openSession()) {
            Table table = session.table("t");
            fill(table, "other", SEGMENT_ITEMS);
            put(table, "item", 0);
            Snapshot before = session.snapshot();
            table.delete(key("item", 0));
            fill(table, "passing", SEGMENT_ITEMS);
            remove(table, "passing", SEGMENT_ITEMS);
            fill(table, "another", 2);
            reclaim(engine, work);
            assertTrue(waiting(engine) > 0, "the segment of the deletion is empty");
            try (Snapshot behind = session.snapshot()) {
                put(table, "item", 0);
                before.close();
                reclaim(engine, work);
                assertClean(engine);
                fill(table, "more", 3 * SEGMENT_ITEMS); // memory that was let go of is used again
                assertFalse(table.at(behind).get(key("item", 0), new ItemView()));
                assertTrue(table.get(key("item", 0), new ItemView()));
            }
            reclaim(engine, work);
            put(table, "item", 0);
            reclaim(engine, work);
            assertEquals(0, waiting(engine));
            assertClean(engine);
        }
    }

    /** A checkpoint has a part of it; the rest dies before the next. */
    @Test
    void aSegmentThatDiesHalfWrittenGoes() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(3);
                Engine engine = open(disk, work); Session session = engine.openSession()) {
            Table table = session.table("t");
            fill(table, "passing", SEGMENT_ITEMS / 2);
            engine.checkpoint();
            Store store = ((HashEngine) engine).store();
            int id = store.active().id;
            assertTrue(disk.exists(StoreFiles.segmentName(id)));
            for (int i = SEGMENT_ITEMS / 2; store.active().id == id; i++) {
                put(table, "passing", i);
            }
            put(table, "last", 0);
            remove(table, "passing", SEGMENT_ITEMS);
            reclaim(engine, work);
            assertNull(store.segment(id), "its memory");
            reclaim(engine, work);
            assertFalse(disk.exists(StoreFiles.segmentName(id)), "its file");
            assertClean(engine);
        }
    }

    private static Engine open(Disk disk, SeededWork work) {
        Engine engine = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work)
                .withClock(new ManualClock(77)).withOptions(new HashEngineProvider().miniature()));
        engine.createTable(TableSpec.sorted("t"));
        return engine;
    }

    private static void reclaim(Engine engine, SeededWork work) {
        engine.checkpoint();
        work.drainAll();
    }

    private static long waiting(Engine engine) {
        return ((Number) engine.describe().facts().get("segmentsForSnapshots")).longValue();
    }

    private static void fill(Table table, String name, int items) {
        for (int i = 0; i < items; i++) {
            put(table, name, i);
        }
    }

    private static void put(Table table, String name, int item) {
        table.put(key(name, item), new UnsafeBuffer(new byte[VALUE_BYTES]), 0, VALUE_BYTES);
    }

    private static void remove(Table table, String name, int items) {
        for (int i = 0; i < items; i++) {
            table.delete(key(name, i));
        }
    }

    private static Key key(String name, int item) {
        return Key.of(name, String.format("%04d", item));
    }

    private static void assertClean(Engine engine) {
        Verification verification = engine.verify();
        assertTrue(verification.clean(), () -> verification.violations().toString());
    }
}
