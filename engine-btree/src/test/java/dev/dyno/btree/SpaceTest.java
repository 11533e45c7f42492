package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.SeededWork;
import java.util.EnumMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory and files are bounded, asked for in time, given back, and refused with words. */
class SpaceTest {

    private static final int VALUE_BYTES = 100;
    private static final int LARGE_BYTES = 3_000;

    private final GuardedMemory memory = new GuardedMemory();
    private final MemoryDisk disk = new MemoryDisk();
    private final SeededWork work = new SeededWork(7);
    private final Map<Events.Kind, Long> events = new EnumMap<>(Events.Kind.class);
    private EngineConfig config = EngineConfig.on(disk).withMemory(memory).withWork(work)
            .withEvents((kind, start, nanos, amount) -> events.merge(kind, amount, Long::sum))
            .withOption("page-bytes", "4KiB").withOption("log-segment-bytes", "64KiB");
    private final ItemView view = new ItemView();

    @AfterEach
    void nothingIsLeftOver() {
        work.close();
        disk.close();
        memory.close();
    }

    private interface Use {
        void run(Engine engine, Session session);
    }

    private void open(Use use) {
        try (Engine engine = new BTreeEngineProvider().open(config)) {
            try (Session session = engine.openSession()) {
                use.run(engine, session);
            }
            Verification verification = engine.verify();
            assertTrue(verification.clean(), () -> verification.violations().toString());
        }
    }

    private static Key key(int item) {
        return Key.of("p" + item % 50, String.format("%08d", item));
    }

    private static void put(Table table, int item, int bytes) {
        UnsafeBuffer value = new UnsafeBuffer(new byte[bytes]);
        value.setMemory(0, bytes, (byte) item);
        value.putInt(0, item);
        table.put(key(item), value, 0, bytes);
    }

    private void check(Table table, int item, int bytes) {
        assertTrue(table.get(key(item), view), "item " + item);
        assertEquals(bytes, view.length());
        assertEquals(item, view.value().getInt(0));
        assertEquals((byte) item, view.value().getByte(bytes - 1));
    }

    private long fileBytes(String name) {
        try (DiskFile file = disk.open(name)) {
            return file.size();
        }
    }

    private static Object fact(Engine engine, String name) {
        for (Shape part : engine.describe().children()) {
            if (part.facts().containsKey(name)) {
                return part.facts().get(name);
            }
        }
        throw new AssertionError("no such fact: name=" + name);
    }

    @Test
    void tenTimesMoreThanMemoryIsThereAndTheBudgetKept() {
        config = config.withOption("memory-bytes", "512KiB");
        int items = 40_000;
        open((engine, session) -> {
            engine.createTable(TableSpec.sorted("t"));
            Table table = session.table("t");
            for (int i = 0; i < items; i++) {
                put(table, i, i % 100 == 0 ? LARGE_BYTES : VALUE_BYTES);
            }
            for (int i = 0; i < items; i += 7) {
                check(table, i, i % 100 == 0 ? LARGE_BYTES : VALUE_BYTES);
            }
            long most = (512 << 10) * 5L / 4;
            assertTrue(engine.stats().get(Counter.MEMORY_BYTES) <= most,
                    () -> "memoryBytes=" + engine.stats().get(Counter.MEMORY_BYTES));
        });
        assertTrue(events.containsKey(Events.Kind.EVICTION), "nothing was evicted");
        assertTrue(events.containsKey(Events.Kind.CHECKPOINT), "no checkpoint was asked for");
        open((engine, session) -> {
            Table table = session.table("t");
            assertEquals(items, engine.stats().get(Counter.LIVE_ITEMS));
            for (int i = 0; i < items; i += 11) {
                check(table, i, i % 100 == 0 ? LARGE_BYTES : VALUE_BYTES);
            }
        });
    }

    @Test
    void anOpenLooksAtNoPage() {
        open((engine, session) -> {
            engine.createTable(TableSpec.sorted("t"));
            for (int i = 0; i < 5_000; i++) {
                put(session.table("t"), i, VALUE_BYTES);
            }
            engine.checkpoint();
        });
        try (Engine engine = new BTreeEngineProvider().open(config)) {
            assertEquals(0L, engine.stats().get(Counter.MEMORY_BYTES));
            try (Session session = engine.openSession()) {
                check(session.table("t"), 4_711, VALUE_BYTES);
            }
            assertTrue(engine.stats().get(Counter.MEMORY_BYTES) <= 4 * 4096);
        }
    }

    @Test
    void whatIsDeletedMakesTheFilesSmaller() {
        open((engine, session) -> {
            engine.createTable(TableSpec.sorted("t"));
            Table table = session.table("t");
            for (int i = 0; i < 20_000; i++) {
                put(table, i, i % 40 == 0 ? LARGE_BYTES : VALUE_BYTES);
            }
            engine.checkpoint();
            long pages = fileBytes(CheckpointFiles.PAGES);
            long large = fileBytes(CheckpointFiles.LARGE);
            for (int i = 0; i < 20_000; i++) {
                if (i % 20_000 < 18_000) {
                    table.delete(key(i));
                }
            }
            for (int i = 0; i < 4; i++) {
                engine.checkpoint();
                work.drainAll();
            }
            assertTrue(fileBytes(CheckpointFiles.PAGES) < pages / 4,
                    () -> "before=" + pages + ", after=" + fileBytes(CheckpointFiles.PAGES));
            assertTrue(fileBytes(CheckpointFiles.LARGE) < large / 4,
                    () -> "before=" + large + ", after=" + fileBytes(CheckpointFiles.LARGE));
            assertTrue(events.containsKey(Events.Kind.RECLAIM));
        });
        open((engine, session) -> {
            for (int i = 18_000; i < 20_000; i++) {
                check(session.table("t"), i, i % 40 == 0 ? LARGE_BYTES : VALUE_BYTES);
            }
            assertFalse(session.table("t").get(key(17_999), view));
        });
    }

    /** The survivor of each hundred lies between gaps, and at a snapshot it lies where it was. */
    @Test
    void largeValuesMoveTogetherWhileASnapshotSeesThem() {
        open((engine, session) -> {
            engine.createTable(TableSpec.sorted("t"));
            Table table = session.table("t");
            int items = 2_000;
            for (int i = 0; i < items; i++) {
                put(table, i, LARGE_BYTES + i);
            }
            engine.checkpoint();
            long before = fileBytes(CheckpointFiles.LARGE);
            try (Snapshot snapshot = session.snapshot()) {
                for (int i = 0; i < items; i++) {
                    if (i % 100 != 0) {
                        table.delete(key(i));
                    }
                }
                engine.checkpoint();
                work.drainAll();
                for (int i = 0; i < items; i += 50) {
                    assertTrue(table.at(snapshot).get(key(i), view));
                    assertEquals(LARGE_BYTES + i, view.length());
                    assertEquals(i, view.value().getInt(0));
                }
            }
            put(table, items, VALUE_BYTES); // a commit, behind which what only the snapshot needed is free
            for (int i = 0; i < 3; i++) {
                engine.checkpoint();
                work.drainAll();
            }
            long after = fileBytes(CheckpointFiles.LARGE);
            assertTrue(after < before / 20, () -> "before=" + before + ", after=" + after);
        });
        open((engine, session) -> {
            for (int i = 0; i < 2_000; i += 100) {
                check(session.table("t"), i, LARGE_BYTES + i);
            }
        });
    }

    @Test
    void aDroppedTableLeavesNothing() {
        open((engine, session) -> {
            engine.createTable(TableSpec.sorted("t"));
            Table table = session.table("t");
            for (int i = 0; i < 5_000; i++) {
                put(table, i, i % 40 == 0 ? LARGE_BYTES : VALUE_BYTES);
            }
            engine.checkpoint();
            try (Snapshot snapshot = session.snapshot()) {
                assertTrue(snapshot.sequence() > 0);
                engine.dropTable("t");
                engine.checkpoint();
            }
            engine.createTable(TableSpec.sorted("u"));
            for (int i = 0; i < 3; i++) {
                put(session.table("u"), i, VALUE_BYTES);
                engine.checkpoint();
            }
            assertEquals(1, engine.describe().facts().get("pages"));
            assertEquals(0L, engine.describe().facts().get("largeValueBytes"));
            assertTrue(fileBytes(CheckpointFiles.PAGES) < 64 << 10, () -> "" + fileBytes(CheckpointFiles.PAGES));
            assertEquals(512, fileBytes(CheckpointFiles.LARGE));
        });
    }

    @Test
    void withoutPagesPutsAreRefusedAndTheRestGoesOn() {
        config = config.withOption("page-space-bytes", "1MiB");
        int[] refused = {0};
        open((engine, session) -> {
            engine.createTable(TableSpec.sorted("t"));
            Table table = session.table("t");
            EngineException.Full full = assertThrows(EngineException.Full.class, () -> {
                for (;; refused[0]++) {
                    put(table, refused[0], VALUE_BYTES);
                }
            });
            assertTrue(full.getMessage().contains("page-space-bytes"), full.getMessage());
            assertEquals(Engine.State.READ_ONLY, engine.state());
            for (int i = 0; i < refused[0]; i += 3) {
                check(table, i, VALUE_BYTES);
            }
            for (int i = 0; i < refused[0]; i++) {
                assertTrue(table.delete(key(i)) > 0);
            }
            put(table, 1, VALUE_BYTES);
            assertEquals(Engine.State.OPEN, engine.state());
        });
        open((engine, session) -> check(session.table("t"), 1, VALUE_BYTES));
    }

    @Test
    void withoutPlacesLargeValuesAreRefused() {
        config = config.withOption("large-value-space-bytes", "4MiB");
        open((engine, session) -> {
            engine.createTable(TableSpec.sorted("t"));
            Table table = session.table("t");
            int[] refused = {0};
            EngineException.Full full = assertThrows(EngineException.Full.class, () -> {
                for (;; refused[0]++) {
                    put(table, refused[0], LARGE_BYTES);
                }
            });
            assertTrue(full.getMessage().contains("large-value-space-bytes"), full.getMessage());
            put(table, refused[0], VALUE_BYTES);
            for (int i = 0; i < refused[0]; i++) {
                check(table, i, LARGE_BYTES);
            }
            for (int i = 0; i < refused[0]; i++) {
                table.delete(key(i));
            }
            engine.checkpoint();
            put(table, 2, LARGE_BYTES);
            check(table, 2, LARGE_BYTES);
        });
    }

    @Test
    void memoryForTooFewPagesIsRefused() {
        for (String tooLittle : new String[] {"300KiB", "256KiB"}) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                    () -> new BTreeEngineProvider().open(
                            config.withOption("page-bytes", "16KiB").withOption("memory-bytes", tooLittle)));
            assertTrue(refusal.getMessage().contains("min=1048576"), refusal.getMessage());
        }
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> new BTreeEngineProvider().open(config.withOption("memory-bytes", "1KiB")));
        assertTrue(refusal.getMessage().contains("memory-bytes"), refusal.getMessage());
    }

    @Test
    void aLongSnapshotInLittleMemoryStopsPutsUntilItIsClosed() {
        config = config.withOption("memory-bytes", "256KiB");
        open((engine, session) -> {
            engine.createTable(TableSpec.sorted("t"));
            Table table = session.table("t");
            for (int i = 0; i < 10_000; i++) {
                put(table, i, VALUE_BYTES);
            }
            try (Snapshot snapshot = session.snapshot()) {
                EngineException.Full full = assertThrows(EngineException.Full.class, () -> {
                    for (int i = 0; i < 10_000; i++) {
                        put(table, i, VALUE_BYTES + 1);
                    }
                });
                assertTrue(full.getMessage().contains("snapshots=1"), full.getMessage());
                for (int i = 0; i < 10_000; i += 17) {
                    assertTrue(table.at(snapshot).get(key(i), view));
                    assertEquals(VALUE_BYTES, view.length());
                }
                assertTrue(table.delete(key(9_999)) > 0);
            }
            put(table, 5, VALUE_BYTES);
            assertTrue((int) fact(engine, "pages") > 0);
        });
    }
}
