package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.SeededWork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Bulk loads: all there after the commit and a power cut, nothing before; what is refused. */
class BulkLoadTest {

    private static final int ITEMS = 2_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final EngineConfig config = EngineConfig.on(disk).withWork(new SeededWork(1))
            .withOptions(new LsmEngineProvider().miniature());

    private static List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            keys.add(Key.of("p" + i / 10, "s" + i % 10));
        }
        Comparator<Key> byHash = (a, b) -> Long.compareUnsigned(a.partitionHash(), b.partitionHash());
        keys.sort(byHash.thenComparing(Key::toString)); // stable: sort keys of one digit
        return keys;
    }

    private static UnsafeBuffer value(Key key, int version) {
        return new UnsafeBuffer((key + " " + version + " ".repeat(key.partitionHash() % 7 == 0 ? 300 : 3)).getBytes());
    }

    private static BulkLoad fill(Engine engine) {
        BulkLoad load = BulkLoad.begin(engine, "t");
        try {
            for (Key key : keys()) {
                UnsafeBuffer value = value(key, 0);
                load.add(key, value, 0, value.capacity());
            }
            return load;
        } catch (RuntimeException e) {
            load.close();
            throw e;
        }
    }

    private static void check(Engine engine) {
        ItemView item = new ItemView();
        try (Session session = engine.openSession()) {
            for (Key key : keys()) {
                assertTrue(session.table("t").get(key, item), () -> "missing: " + key);
                assertEquals(value(key, 0), new UnsafeBuffer(item.value(), 0, item.length()));
                assertTrue(item.sequence() > 0);
            }
            int found = 0;
            try (Cursor scan = session.table("t").scan(0, 1)) {
                while (scan.next()) {
                    found++;
                }
            }
            assertEquals(ITEMS, found);
        }
        assertTrue(engine.verify().clean(), () -> engine.verify().violations().toString());
    }

    @Test
    void whatWasLoadedIsThereAndCanBeOverwritten() {
        try (Engine engine = new LsmEngineProvider().open(config)) {
            engine.createTable(TableSpec.sorted("t"));
            try (BulkLoad load = fill(engine)) {
                assertEquals(0, count(engine));
                assertEquals(ITEMS, load.commit());
            }
            check(engine);
        }
        try (Engine engine = new LsmEngineProvider().open(config); Session session = engine.openSession()) {
            check(engine);
            Key key = keys().get(7);
            UnsafeBuffer newer = value(key, 1);
            session.table("t").put(key, newer, 0, newer.capacity());
            engine.checkpoint();
            ItemView item = new ItemView();
            assertTrue(session.table("t").get(key, item));
            assertEquals(newer, new UnsafeBuffer(item.value(), 0, item.length()));
            assertTrue(engine.verify().clean());
        }
    }

    private static int count(Engine engine) {
        try (Session session = engine.openSession(); Cursor scan = session.table("t").scan(0, 1)) {
            int count = 0;
            while (scan.next()) {
                count++;
            }
            return count;
        }
    }

    @Test
    void aLoadThatIsNotCommittedLeavesNothing() {
        try (Engine engine = new LsmEngineProvider().open(config)) {
            engine.createTable(TableSpec.sorted("t"));
            fill(engine).close();
            assertEquals(0, count(engine));
        }
        assertTrue(disk.list().stream().noneMatch(name -> name.startsWith("tables/") || name.startsWith("values/")),
                () -> disk.list().toString());
    }

    @Test
    void aPowerCutAnywhereLeavesAllOrNothing() {
        boolean loaded = false;
        for (long cut = 0; !loaded; cut += 7) {
            try (FaultyDisk faulty = new FaultyDisk(cut)) {
                loaded = loadUntilCut(faulty, cut);
                for (Survival survival : Survival.values()) {
                    try (FaultyDisk after = faulty.afterPowerCut(cut, survival);
                            Engine again = new LsmEngineProvider().open(on(after))) {
                        int count = count(again);
                        assertTrue(count == ITEMS || count == 0 && !loaded,
                                "cut=" + cut + ", survival=" + survival + ", count=" + count);
                        assertTrue(again.verify().clean());
                    }
                }
            }
        }
    }

    private EngineConfig on(FaultyDisk faulty) {
        return EngineConfig.on(faulty).withWork(new SeededWork(1)).withOptions(config.options());
    }

    private boolean loadUntilCut(FaultyDisk faulty, long cut) {
        Engine engine = new LsmEngineProvider().open(on(faulty));
        engine.createTable(TableSpec.sorted("t"));
        engine.sync();
        faulty.cutAfter(faulty.operations() + cut);
        boolean loaded = false;
        try (BulkLoad load = fill(engine)) {
            loaded = load.commit() == ITEMS;
        } catch (FaultyDisk.PowerCut | EngineException expected) {
            assertTrue(faulty.isCut(), expected.toString());
        }
        try {
            engine.close();
        } catch (FaultyDisk.PowerCut | EngineException expected) {
            assertTrue(faulty.isCut(), expected.toString());
        }
        return loaded;
    }

    @Test
    void whatCannotBeIsRefused() {
        try (Engine engine = new LsmEngineProvider().open(config); Session session = engine.openSession()) {
            engine.createTable(TableSpec.sorted("t"));
            try (BulkLoad load = fill(engine)) {
                UnsafeBuffer value = new UnsafeBuffer(new byte[3]);
                assertThrows(IllegalArgumentException.class, () -> load.add(keys().get(3), value, 0, 3));
                try (Snapshot open = session.snapshot()) {
                    assertTrue(open.sequence() > 0);
                    assertTrue(assertThrows(IllegalStateException.class, load::commit).getMessage()
                            .contains("snapshot"));
                }
            }
            try (BulkLoad load = fill(engine)) {
                session.table("t").put(Key.of("p", "s"), new UnsafeBuffer(new byte[1]), 0, 1);
                assertTrue(assertThrows(IllegalStateException.class, load::commit).getMessage().contains("empty"));
            }
            assertThrows(IllegalStateException.class, () -> BulkLoad.begin(engine, "t"));
            assertThrows(EngineException.NoSuchTable.class, () -> BulkLoad.begin(engine, "u"));
            assertEquals(1, count(engine));
        }
    }
}
