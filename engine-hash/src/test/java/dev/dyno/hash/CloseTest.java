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
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A close beside other calls of the engine. */
class CloseTest {

    private static final int ITEMS = 100;

    private Engine engine;
    private Thread closing;
    private Engine.State whileClosing;

    /** Not only until it lets go of the checkpointer's lock: what it uses is released by the close. */
    @Test
    void aCloseWaitsForACheckpointThatIsBeingMade() throws InterruptedException {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1)) {
            open(beforeTheManifest(disk, this::letTheCloseWait), work, Events.NONE);
            engine.checkpoint();
            closing.join();
            assertEquals(Engine.State.OPEN, whileClosing);
            assertThrows(EngineException.Closed.class, engine::checkpoint);
            assertThrows(EngineException.Closed.class, engine::verify);
            assertThrows(EngineException.Closed.class, engine::describe);
            assertThrows(EngineException.Closed.class, engine::stats);
            try (Engine again = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work)
                    .withClock(new ManualClock(0)))) {
                assertEquals(ITEMS, again.stats().get(Counter.LIVE_ITEMS));
                assertTrue(again.verify().clean(), again.verify().toString());
            }
        }
    }

    /** A close would wait for the call that it is made from. */
    @Test
    void aCloseFromInsideACheckpointIsRefused() {
        int[] refused = new int[1];
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1)) {
            open(disk, work, (kind, start, nanos, amount) -> {
                if (kind == Events.Kind.CHECKPOINT && refused[0] == 0) {
                    refused[0]++;
                    assertThrows(IllegalStateException.class, engine::close);
                }
            });
            engine.checkpoint();
            assertEquals(1, refused[0]);
            assertEquals(Engine.State.OPEN, engine.state());
            engine.close();
        }
    }

    private void open(Disk disk, SeededWork work, Events events) {
        engine = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work).withClock(new ManualClock(0))
                .withEvents(events));
        engine.createTable(TableSpec.sorted("t"));
        try (Session session = engine.openSession()) {
            for (int i = 0; i < ITEMS; i++) {
                session.table("t").put(Key.of("p", "s" + i), new UnsafeBuffer(new byte[100]), 0, 100);
            }
        }
    }

    private static Disk beforeTheManifest(Disk disk, Runnable action) {
        return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
                (self, method, args) -> {
                    if (method.getName().equals("create") && args[0].equals(StoreFiles.MANIFEST_NEW)) {
                        action.run();
                    }
                    try {
                        return method.invoke(disk, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void letTheCloseWait() {
        if (closing == null) {
            closing = Thread.ofPlatform().start(engine::close);
            while (closing.getState() != Thread.State.BLOCKED && closing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            whileClosing = engine.state();
        }
    }
}
