package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.disk.TracingDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import dev.dyno.kit.WriterBeside;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a flush asks of the disk it asks beside writers. */
class FlushTest {

    private static final int ITEMS = 2_000;
    private static final int VALUE_BYTES = 1_000;

    @Test
    void writersGoOnWhileAFlushSyncsAndTheLogForgets() {
        WriterBeside beside = new WriterBeside("t");
        try (MemoryDisk memory = new MemoryDisk(); SeededWork work = new SeededWork(1);
                TracingDisk disk = new TracingDisk(memory, beside);
                Engine engine = new LsmEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withClock(new ManualClock(0)).withOption("log-segment-bytes", "256KiB"))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                for (int i = 0; i < ITEMS; i++) {
                    put(session, "item" + i, VALUE_BYTES);
                }
            }
            work.drainAll();
            beside.start(engine);
            engine.checkpoint();
            beside.stop();
            assertTrue(beside.syncs() > 3 && beside.deletions() > 0, "syncs " + beside.syncs() + ", deletions "
                    + beside.deletions());
            assertTrue(engine.durableSequence() >= ITEMS);
            assertEquals(ITEMS + beside.puts(), engine.stats().get(Counter.PUTS));
            assertTrue(engine.verify().clean(), engine.verify().toString());
        }
    }

    private static void put(Session session, String sort, int bytes) {
        session.table("t").put(Key.of("p", sort), new UnsafeBuffer(new byte[bytes]), 0, bytes);
    }
}
