package dev.dyno.core.log;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import dev.dyno.api.run.Work;
import dev.dyno.core.commit.Applier;
import dev.dyno.core.commit.Catalogue;
import dev.dyno.core.commit.Index;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Where one thing ends and another begins: what is forgotten, what a close leaves, what follows a stored frame. */
class BoundariesTest {

    private final List<String> seen = new ArrayList<>();

    @Test
    void aPowerCutBehindForgettingFindsTheFirstFrameThatIsKept() {
        try (FaultyDisk disk = new FaultyDisk(1)) {
            Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
            while (log.segmentCount() < 3) {
                LogFixture.put(log, "k", "v".repeat(200), false);
            }
            long sequence = log.lastSequence();
            log.forget(sequence);
            assertEquals(1, log.segmentCount());
            try (FaultyDisk after = disk.afterPowerCut(1, Survival.UNSYNCED_LOST)) {
                Log again = LogFixture.open(after, LogFixture.SMALL, sequence, seen);
                assertEquals(sequence, again.lastSequence());
                again.close();
            }
            log.close();
        }
    }

    @Test
    void aTableWhoseCreationIsForgottenMayBeDroppedInWhatIsKept() {
        try (MemoryDisk disk = new MemoryDisk()) {
            Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
            catalogue(log, frame -> frame.createTable(LogFixture.TABLE));
            while (log.segmentCount() < 3) {
                LogFixture.put(log, "k", "v".repeat(200), false);
            }
            catalogue(log, frame -> frame.dropTable(LogFixture.TABLE.id()));
            catalogue(log, frame -> frame.highestTableId(LogFixture.TABLE.id()));
            long sequence = log.lastSequence();
            log.forget(sequence);
            log.close();
            Catalogue catalogue = new Catalogue();
            Log.open(disk, Memory.system(), new SeededWork(1), new ManualClock(0), Events.NONE, LogFixture.SMALL,
                    sequence, new Applier(new NoIndex(), catalogue, List.of())).close();
            assertEquals(List.of(), catalogue.tables());
            assertEquals(LogFixture.TABLE.id(), catalogue.highestId());
        }
    }

    private static void catalogue(Log log, Consumer<FrameWriter> change) {
        try (FrameWriter frame = new FrameWriter(Memory.system())) {
            change.accept(frame);
            log.append(frame, true);
        }
    }

    /** The process ends between the write of the clean close and its sync; later the power goes. */
    @Test
    void aCleanCloseThatWasNotSyncedIsNotTakenForDurable() {
        for (int seed = 0; seed < 200; seed++) {
            try (FaultyDisk disk = new FaultyDisk(seed)) {
                Log log = LogFixture.open(killedAtSync(disk, 3), LogFixture.SMALL, 0, seen);
                LogFixture.put(log, "a", "v".repeat(437), true); // the close that follows ends with the sector
                assertThrows(Killed.class, log::close);
                seen.clear();
                Log second = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
                assertEquals(1, second.durableSequence());
                LogFixture.put(second, "b", "2", false);
                try (FaultyDisk after = disk.afterPowerCut(seed, Survival.UNSYNCED_TORN)) {
                    assertDoesNotThrow(() -> LogFixture.replay(after, LogFixture.SMALL), "disk=" + after);
                }
                second.close();
            }
        }
    }

    @Test
    void noSpaceForASegmentsNameIsFullAndNotAFailure() {
        try (MemoryDisk disk = new MemoryDisk()) {
            boolean[] full = {false};
            Log log = LogFixture.open(intercepted(disk, Disk.class, (method, result) -> {
                if (full[0] && method.equals("create before")) {
                    throw new EngineException.Full("create failed: cause=injected", null);
                }
                return result;
            }), LogFixture.SMALL, 0, seen);
            LogFixture.put(log, "a", "1", false);
            full[0] = true;
            assertThrows(EngineException.Full.class, () -> LogFixture.put(log, "b", "v".repeat(9000), false));
            assertFalse(log.hasFailed(), "full is not failed");
            full[0] = false;
            LogFixture.put(log, "c", "v".repeat(9000), true);
            assertEquals(2, log.durableSequence());
            log.close();
        }
    }

    @Test
    void whatGoesWrongBehindAStoredFrameFailsTheLog() {
        try (MemoryDisk disk = new MemoryDisk()) {
            Work work = intercepted(new SeededWork(1), Work.class, (method, result) -> method.equals("start")
                    ? intercepted((Work.Job) result, Work.Job.class, (call, nothing) -> {
                        if (call.equals("wake before")) {
                            throw new IllegalStateException("background job failed");
                        }
                        return nothing;
                    }) : result);
            Log log = Log.open(disk, Memory.system(), work, new ManualClock(0), Events.NONE,
                    LogFixture.SMALL.withSegmentBytes(16384), 0, frame -> { });
            assertThrows(IllegalStateException.class, () -> LogFixture.put(log, "a", "v".repeat(5000), false));
            assertTrue(log.hasFailed(), "the frame is stored, so the log cannot go on as if it were not");
            log.close();
        }
    }

    /** The kernel tells of a write that it lost once, to whoever asks first: the next must not trust its answer. */
    @Test
    void aCommitIsNotDurableByASyncBesideOneThatFailed() throws InterruptedException {
        try (MemoryDisk disk = new MemoryDisk()) {
            Beside beside = new Beside();
            Log log = LogFixture.open(beforeSync(disk, beside::onSync), LogFixture.SMALL, 0, seen);
            LogFixture.put(log, "a", "1", false);
            Throwable[] thrown = new Throwable[1];
            beside.ahead = Thread.ofPlatform().unstarted(
                    () -> assertThrows(EngineException.Failed.class, log::syncAhead));
            beside.writer = Thread.ofPlatform().unstarted(() -> {
                try {
                    LogFixture.put(log, "b", "2", true);
                } catch (EngineException e) {
                    thrown[0] = e;
                }
            });
            beside.ahead.start();
            beside.ahead.join();
            beside.writer.join();
            assertInstanceOf(EngineException.Failed.class, thrown[0]);
            assertEquals(0, log.durableSequence());
            log.close();
        }
    }

    /** Two threads in one sync, of which one fails; the other's answer is good, and comes later. */
    private static final class Beside {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch failed = new CountDownLatch(1);
        private volatile Thread ahead;
        private volatile Thread writer;

        void onSync() {
            if (Thread.currentThread() == ahead) {
                writer.start();
                while (entered.getCount() > 0 && writer.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                failed.countDown();
                throw new EngineException.Io("sync failed: cause=injected", null);
            }
            if (Thread.currentThread() == writer) {
                entered.countDown();
                try {
                    failed.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** The process ends; what it wrote stays in the page cache. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Instead of the nth sync of a file from now the process ends. */
    private static Disk killedAtSync(Disk disk, int nth) {
        int[] left = {nth};
        return beforeSync(disk, () -> {
            if (--left[0] == 0) {
                throw new Killed();
            }
        });
    }

    private static Disk beforeSync(Disk disk, Runnable action) {
        return intercepted(disk, Disk.class, (method, result) -> !(result instanceof DiskFile file) ? result
                : intercepted(file, DiskFile.class, (call, answer) -> {
                    if (call.equals("sync before")) {
                        action.run();
                    }
                    return answer;
                }));
    }

    private interface Behind {
        Object call(String method, Object result);
    }

    /** Calls {@code behind} before each call, with " before" behind the method's name, and with each result. */
    private static <T> T intercepted(T target, Class<T> type, Behind behind) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            behind.call(method.getName() + " before", "");
            try {
                return behind.call(method.getName(), method.invoke(target, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static final class NoIndex implements Index {
        @Override
        public boolean current(TableSpec table, Key key, ItemView into) {
            into.clear();
            return false;
        }

        @Override
        public void put(long sequence, TableSpec table, Key key, long valueAddress, int valueLength) {
        }

        @Override
        public void delete(long sequence, TableSpec table, Key key) {
        }

        @Override
        public void tableCreated(TableSpec table) {
        }

        @Override
        public void tableDropped(TableSpec table) {
        }
    }
}
