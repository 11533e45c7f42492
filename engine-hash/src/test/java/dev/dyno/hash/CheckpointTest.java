package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.disk.TracingDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import dev.dyno.kit.WriterBeside;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a checkpoint asks of the disk it asks beside writers. */
class CheckpointTest {

    private static final int ITEMS = 3_200;
    private static final int FEW = 160;
    private static final int VALUE_BYTES = 1_000;

    @Test
    void writersGoOnWhileACheckpointSyncsAndDeletes() {
        WriterBeside beside = new WriterBeside("t");
        try (MemoryDisk memory = new MemoryDisk(); SeededWork work = new SeededWork(1);
                TracingDisk disk = new TracingDisk(memory, beside);
                Engine engine = new HashEngineProvider().open(config(disk, work))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                for (int i = 0; i < ITEMS; i++) {
                    put(session.table("t"), "item" + i, VALUE_BYTES);
                }
            }
            work.drainAll();
            beside.start(engine);
            engine.checkpoint();
            beside.stop();
            assertTrue(beside.syncs() > 3 && beside.deletions() > 0, "syncs " + beside.syncs() + ", deletions "
                    + beside.deletions());
            assertEquals(ITEMS + beside.puts(), engine.stats().get(Counter.LIVE_ITEMS));
            assertTrue(engine.durableSequence() >= ITEMS);
            assertTrue(engine.verify().clean(), engine.verify().toString());
        }
    }

    /** Live maps are shared with a checkpoint until they change: the manifest has what was there when it began. */
    @Test
    void whatDiesBesideACheckpointIsLiveInIt() {
        WriterBeside beside = new WriterBeside("t");
        try (MemoryDisk memory = new MemoryDisk(); MemoryDisk killed = new MemoryDisk();
                SeededWork work = new SeededWork(1)) {
            try (TracingDisk disk = new TracingDisk(memory, beside);
                    Engine engine = new HashEngineProvider().open(config(disk, work))) {
                engine.createTable(TableSpec.sorted("t"));
                try (Session session = engine.openSession()) {
                    for (int i = 0; i < 100; i++) {
                        put(session.table("t"), "beside" + i, VALUE_BYTES);
                    }
                }
                beside.start(engine);
                engine.checkpoint(); // each sync replaces an item meanwhile
                beside.stop();
                assertTrue(beside.puts() > 3);
                copy(memory, killed);
            }
            try (Engine engine = new HashEngineProvider().open(config(killed, work))) {
                assertEquals(100, engine.stats().get(Counter.LIVE_ITEMS));
                assertTrue(engine.verify().clean(), engine.verify().toString());
            }
        }
    }

    /** The first checkpoint creates a segment's file and has no room for its records; its name is not durable yet. */
    @Test
    void aPowerCutBehindACheckpointThatWasFullLeavesEverySegment() {
        boolean done = false;
        for (int after = 0; !done; after++) {
            try (FaultyDisk disk = new FaultyDisk(after)) {
                done = checkpointAgainAfterFull(disk, after);
                for (int seed = 0; seed < 8; seed++) {
                    assertHasFew(disk, seed);
                }
            }
        }
    }

    /** @return whether the second checkpoint came to its end before the power went */
    private static boolean checkpointAgainAfterFull(FaultyDisk disk, int after) {
        try (SeededWork work = new SeededWork(1); Engine engine = new HashEngineProvider().open(config(disk, work))) {
            engine.createTable(TableSpec.sorted("t"));
            fill(engine);
            disk.limit(bytes(disk) + 2 * VALUE_BYTES);
            assertThrows(EngineException.Full.class, engine::checkpoint);
            disk.limit(Long.MAX_VALUE).cutAfter(disk.operations() + after);
            engine.checkpoint();
            return true;
        } catch (FaultyDisk.PowerCut expected) {
            return false;
        }
    }

    private static void assertHasFew(FaultyDisk disk, int seed) {
        try (FaultyDisk left = disk.afterPowerCut(seed, FaultyDisk.Survival.UNSYNCED_TORN);
                SeededWork work = new SeededWork(1);
                Engine engine = new HashEngineProvider().open(config(left, work))) {
            assertEquals(FEW, engine.stats().get(Counter.LIVE_ITEMS), left::toString);
        }
    }

    private static long bytes(Disk disk) {
        long bytes = 0;
        for (String name : disk.list()) {
            try (DiskFile file = disk.open(name)) {
                bytes += file.size();
            }
        }
        return bytes;
    }

    /** Its items are overwritten, and the engine is closed before anybody gives the space back. */
    @Test
    void filesOfDeadSegmentsGoInTheNextLife() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1)) {
            try (Engine engine = new HashEngineProvider().open(small(disk, work))) {
                engine.createTable(TableSpec.sorted("t"));
                fill(engine);
                engine.checkpoint();
                fill(engine);
            }
            try (Engine engine = new HashEngineProvider().open(small(disk, work))) {
                engine.checkpoint();
                work.drainAll(); // behind the next checkpoint nobody moves records
                engine.checkpoint();
                Store store = ((HashEngine) engine).store();
                assertEquals(store.segments().stream().map(segment -> StoreFiles.segmentName(segment.id)).toList(),
                        StoreFiles.segments(disk));
                assertEquals(FEW, engine.stats().get(Counter.LIVE_ITEMS));
            }
        }
    }

    private static void fill(Engine engine) {
        try (Session session = engine.openSession()) {
            for (int i = 0; i < FEW; i++) {
                put(session.table("t"), "item" + i, VALUE_BYTES);
            }
        }
    }

    /** Segments take fewer than {@link #FEW} items. */
    private static EngineConfig small(Disk disk, SeededWork work) {
        return config(disk, work).withOption("segment-bytes", "64KiB");
    }

    private static EngineConfig config(Disk disk, SeededWork work) {
        return EngineConfig.on(disk).withWork(work).withClock(new ManualClock(0))
                .withOption("log-segment-bytes", "1MiB");
    }

    /** As after a SIGKILL: what the engine has not written yet is not there. */
    static void copy(Disk from, Disk to) {
        for (String name : from.list()) {
            try (DiskFile source = from.open(name); DiskFile target = to.create(name);
                    Region bytes = Memory.system().map(Math.max(1, source.size()), "copy", false)) {
                source.read(0, bytes.address(), (int) source.size());
                target.write(0, bytes.address(), (int) source.size());
            }
        }
    }

    private static void put(Table table, String sort, int bytes) {
        table.put(Key.of("p", sort), new UnsafeBuffer(new byte[bytes]), 0, bytes);
    }
}
