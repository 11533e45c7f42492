package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.SeededWork;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The power goes while large values move, at every operation: each is there, at its old place or its new one. */
class LargeMovesCrashTest {

    private static final int ITEMS = 120;
    private static final int KEPT_ONE_OF = 12;
    private static final int VALUE_BYTES = 3_000;

    private final ItemView view = new ItemView();
    /** Operations of the disk when values began to move, and bytes that moved. */
    private long begun;
    private long moved;

    @Test
    void everyCutLeavesEveryValueWhole() {
        FaultyDisk whole = new FaultyDisk(1);
        run(whole);
        long end = whole.operations();
        whole.close();
        assertTrue(moved >= VALUE_BYTES, "nothing moved");
        for (long cut = begun; cut <= end; cut++) {
            for (Survival survival : Survival.values()) {
                FaultyDisk disk = new FaultyDisk(cut).cutAfter(cut);
                run(disk);
                try (FaultyDisk after = disk.afterPowerCut(cut, survival)) {
                    check(after, "cut=" + cut + ", survival=" + survival + ", disk=" + disk);
                }
                disk.close();
            }
        }
    }

    private static EngineConfig config(FaultyDisk disk, SeededWork work) {
        return EngineConfig.on(disk).withWork(work).withOption("page-bytes", "4KiB")
                .withOption("log-segment-bytes", "64KiB").withOption("large-value-space-bytes", "64MiB");
    }

    private void run(FaultyDisk disk) {
        try (SeededWork work = new SeededWork(3)) {
            Engine engine = new BTreeEngineProvider().open(config(disk, work).withEvents((kind, start, nanos, amount) ->
                    moved += kind == Events.Kind.COMPACTION ? amount : 0));
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
                for (int i = 0; i < ITEMS; i++) {
                    value.setMemory(0, VALUE_BYTES, (byte) i);
                    table.put(key(i), value, 0, VALUE_BYTES);
                }
                engine.checkpoint();
                for (int i = 0; i < ITEMS; i++) {
                    if (!isKept(i)) {
                        table.delete(key(i));
                    }
                }
                engine.checkpoint(); // what was deleted is free behind it
                begun = disk.operations();
                engine.checkpoint();
                engine.checkpoint();
            } catch (FaultyDisk.PowerCut expected) {
                return;
            }
            engine.close();
        } catch (FaultyDisk.PowerCut expected) {
            return; // on close
        }
    }

    private static Key key(int item) {
        return Key.of("p", String.format("%04d", item));
    }

    private static boolean isKept(int item) {
        return item % KEPT_ONE_OF == KEPT_ONE_OF - 1;
    }

    private void check(FaultyDisk disk, String where) {
        try (SeededWork work = new SeededWork(4); Engine engine = new BTreeEngineProvider().open(config(disk, work))) {
            Verification verification = engine.verify();
            assertTrue(verification.clean(), () -> where + ": " + verification.violations());
            assertEquals(ITEMS / KEPT_ONE_OF, engine.stats().get(Counter.LIVE_ITEMS), where);
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int i = 0; i < ITEMS; i++) {
                    if (!isKept(i)) {
                        assertFalse(table.get(key(i), view), where);
                        continue;
                    }
                    assertTrue(table.get(key(i), view), where);
                    assertEquals(VALUE_BYTES, view.length(), where);
                    for (int at = 0; at < VALUE_BYTES; at++) {
                        assertEquals((byte) i, view.value().getByte(at), where);
                    }
                }
            }
        }
    }
}
