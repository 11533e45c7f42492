package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of a small table, its value file and manifest, by field. Rewritten by {@code -Dgolden=rewrite}. */
class LsmGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/tables.dump");

    @Test
    void theFormatChangesOnlyOnPurpose() throws IOException {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new LsmEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withOptions(Map.of("value-separation-bytes", "200"))
                        .withClock(new ManualClock(1_000_000)))) {
            engine.createTable(TableSpec.sorted("carts"));
            try (Session session = engine.openSession()) {
                for (int i = 0; i < 3; i++) {
                    UnsafeBuffer value = new UnsafeBuffer(new byte[] {'c', 'a', 'r', 't', (byte) ('0' + i)});
                    session.table("carts").put(Key.of("u7", "o" + i), value, 0, 5);
                }
                session.table("carts").put(Key.of("u8", "o1"), new UnsafeBuffer(new byte[9]), 0, 9);
                session.table("carts").put(Key.of("u8", "o2"), new UnsafeBuffer(new byte[300]), 0, 300);
            }
            engine.checkpoint();
            Dump dump = new Dump();
            for (String file : disk.list()) {
                if (file.startsWith("tables/") || file.startsWith("values/") || file.startsWith("manifest/")) {
                    assertTrue(new LsmEngineProvider().dump(disk, file, dump), file);
                }
            }
            if ("rewrite".equals(System.getProperty("golden"))) {
                Files.createDirectories(GOLDEN.getParent());
                Files.writeString(GOLDEN, dump.toString());
            }
            assertEquals(Files.readString(GOLDEN), dump.toString());
        }
    }
}
