package dev.dyno.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.Clock;
import dev.dyno.core.log.LogOptions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A group that will be synced waits for more commits, as long as it was told to, and only then. */
class GroupWindowTest {

    private static final int WINDOW_MICROS = 100;

    @Test
    void withAWindowTwoWritersShareASync() throws InterruptedException {
        assertEquals(1, groupsOfTwoPuts(WINDOW_MICROS, Durability.SYNC));
    }

    @Test
    void withoutOneEachSyncsForItself() throws InterruptedException {
        assertEquals(2, groupsOfTwoPuts(0, Durability.SYNC));
    }

    @Test
    void whatNeedNotBeDurableDoesNotWait() throws InterruptedException {
        assertEquals(2, groupsOfTwoPuts(WINDOW_MICROS, Durability.PROCESS));
    }

    /** The second writer begins when the first, in its commit, asks for the time; or behind it, if it never does. */
    private static long groupsOfTwoPuts(int windowMicros, Durability durability) throws InterruptedException {
        LateWriter late = new LateWriter(durability);
        LogOptions options = LogOptions.of("map").withGroupWindow(windowMicros);
        try (MemoryDisk disk = new MemoryDisk();
                MapEngine engine = MapEngine.open(EngineConfig.on(disk).withClock(late), options)) {
            engine.createTable(TableSpec.sorted("t"));
            long before = engine.stats().get(Counter.GROUPS);
            late.engine = engine;
            late.armed.set(true);
            put(engine, "first", durability);
            late.begin();
            late.thread.join();
            return engine.stats().get(Counter.GROUPS) - before;
        }
    }

    private static void put(MapEngine engine, String key, Durability durability) {
        try (Session session = engine.openSession()) {
            session.table("t").put(Key.of(key, ""), new UnsafeBuffer(new byte[1]), 0, 1,
                    new WriteOptions().durability(durability));
        }
    }

    /**
     * Time that stands still until the second writer waits for its answer: then the window is over. Who starts it is
     * told the time before, however far it has come meanwhile: that is when the window begins.
     */
    private static final class LateWriter implements Clock {
        private final AtomicBoolean armed = new AtomicBoolean();
        private final Thread first = Thread.currentThread();
        private final Thread thread;
        private MapEngine engine;

        LateWriter(Durability durability) {
            thread = new Thread(() -> put(engine, "second", durability), "second writer");
        }

        /** @return whether the second writer begins now */
        boolean begin() {
            boolean now = Thread.currentThread() == first && armed.compareAndSet(true, false);
            if (now) {
                thread.start();
            }
            return now;
        }

        @Override
        public long nanoTime() {
            return !begin() && thread.getState() == Thread.State.WAITING ? Long.MAX_VALUE / 2 : 0;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }
}
