package dev.dyno.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Writers go on while the structure is checked: what they add is no violation. */
class LogVerifyTest {

    private static final int WRITES = 20_000;

    @Test
    void writesBesideACheckAreNoViolation() throws Exception {
        try (MemoryDisk disk = new MemoryDisk();
                Engine engine = new LogEngineProvider().open(EngineConfig.on(disk));
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            engine.createTable(TableSpec.sorted("t"));
            Callable<Long> writing = () -> write(engine);
            Future<Long> last = threads.submit(writing);
            while (!last.isDone()) {
                assertEquals(List.of(), engine.verify().violations());
            }
            assertEquals(WRITES, last.get());
        }
    }

    private static long write(Engine engine) {
        UnsafeBuffer value = new UnsafeBuffer(new byte[] {'v'});
        long sequence = 0;
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            for (int i = 0; i < WRITES; i++) {
                sequence = table.put(Key.of("k" + i, ""), value, 0, 1);
            }
        }
        return sequence;
    }
}
