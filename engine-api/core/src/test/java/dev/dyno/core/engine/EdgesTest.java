package dev.dyno.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.SeededWork;
import dev.dyno.core.commit.Command;
import dev.dyno.core.log.LogOptions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Opening that fails, calls that come late, a disk that is full for some and not for others. */
class EdgesTest {

    private static final UnsafeBuffer VALUE = new UnsafeBuffer(new byte[62_000]);

    @Test
    void aCallThatComesBehindTheCloseCountsNothing() {
        try (MemoryDisk disk = new MemoryDisk(); Region bytes = Memory.system().map(4096, "counters", false)) {
            MapEngine engine = MapEngine.open(EngineConfig.on(disk));
            engine.createTable(TableSpec.sorted("t"));
            engine.close();
            try (DiskFile file = disk.open("counters")) {
                file.zeroFill(4096, 4096);
                assertThrows(EngineException.Closed.class, () -> engine.committer().sync(new Command()));
                assertThrows(EngineException.Closed.class,
                        () -> engine.committer().createTable(TableSpec.sorted("late")));
                file.read(4096, bytes.address(), 4096);
            }
            for (int i = 0; i < 4096; i++) {
                assertEquals(0, new UnsafeBuffer(bytes.address(), 4096).getByte(i), "counted at " + i);
            }
        }
    }

    @Test
    void aSyncThatComesBehindTheCommitStepLeavesTheLogAlone() {
        try (MemoryDisk disk = new MemoryDisk()) {
            MapEngine engine = MapEngine.open(EngineConfig.on(disk));
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                session.table("t").put(Key.of("a", ""), VALUE, 0, 1);
            }
            engine.committer().close();
            assertThrows(EngineException.Closed.class, () -> engine.committer().sync(new Command()));
            assertEquals(0, engine.log().durableSequence(), "synced by a thread that does not lead");
            engine.log().close();
        }
    }

    @Test
    void anOpenThatFailsTwiceFreesTheDisk() {
        try (FaultyDisk disk = new FaultyDisk(1)) {
            EngineConfig config = EngineConfig.on(disk).withWork(new SeededWork(1));
            Recorder refusing = new Recorder() {
                @Override
                public void onRecovered(long sequence) {
                    disk.failWrite(1); // that of the clean close
                    throw new IllegalArgumentException("not this one");
                }
            };
            assertThrows(IllegalArgumentException.class, () -> MapEngine.open(config.withListener(refusing)));
            MapEngine.open(config).close();
        }
    }

    /** A put that finds no space and a sync that needs none, in one group. */
    @Test
    void aFullDiskDoesNotKeepASyncFromItsWork() throws Exception {
        try (FaultyDisk disk = new FaultyDisk(1);
                MapEngine engine = MapEngine.open(EngineConfig.on(disk).withWork(new SeededWork(1)),
                        LogOptions.of("map").withSegmentBytes(64 << 10));
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                session.table("t").put(Key.of("a", ""), VALUE, 0, 1);
            }
            disk.limit(0);
            AtomicReference<Thread> putting = new AtomicReference<>();
            AtomicReference<Thread> syncing = new AtomicReference<>();
            Future<?>[] calls = new Future<?>[2];
            engine.committer().exclusively(() -> {
                calls[0] = threads.submit(() -> {
                    try (Session session = engine.openSession()) {
                        Table table = session.table("t");
                        putting.set(Thread.currentThread());
                        assertThrows(EngineException.Full.class,
                                () -> table.put(Key.of("b", ""), VALUE, 0, VALUE.capacity()));
                    }
                });
                awaitParked(putting);
                calls[1] = threads.submit(() -> {
                    syncing.set(Thread.currentThread());
                    engine.sync();
                });
                awaitParked(syncing);
            });
            calls[0].get();
            calls[1].get();
            assertEquals(1, engine.durableSequence());
        }
    }

    private static void awaitParked(AtomicReference<Thread> thread) {
        while (thread.get() == null || thread.get().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
