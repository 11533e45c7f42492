package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of a small checkpoint, every field with its name. Rewritten by {@code -Dgolden=rewrite}. */
class TreeGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/checkpoint.dump");

    @Test
    void theFormatChangesOnlyOnPurpose() throws IOException {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new BTreeEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withClock(new ManualClock(1_000_000)).withOption("page-bytes", "4KiB"))) {
            engine.createTable(TableSpec.sorted("carts"));
            try (Session session = engine.openSession()) {
                for (int i = 0; i < 3; i++) {
                    UnsafeBuffer value = new UnsafeBuffer(new byte[] {'c', 'a', 'r', 't', (byte) ('0' + i)});
                    session.table("carts").put(Key.of("u7", "o" + i), value, 0, 5);
                }
                UnsafeBuffer large = new UnsafeBuffer(new byte[3_000]);
                session.table("carts").put(Key.of("u7", "o9"), large, 0, 3_000);
            }
            engine.checkpoint();
            Dump dump = new Dump();
            assertTrue(new BTreeEngineProvider().dump(disk, CheckpointFiles.mapName(1), dump));
            assertFalse(new BTreeEngineProvider().dump(disk, CheckpointFiles.LARGE, new Dump()));
            if ("rewrite".equals(System.getProperty("golden"))) {
                Files.createDirectories(GOLDEN.getParent());
                Files.writeString(GOLDEN, dump.toString());
            }
            assertEquals(Files.readString(GOLDEN), dump.toString());
        }
    }
}
