package dev.dyno.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Key;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.memory.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of a small log, every field with its name. Rewritten by {@code -Dgolden=rewrite}. */
class LogGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/log.dump");

    @Test
    void theFormatChangesOnlyOnPurpose() throws IOException {
        try (MemoryDisk disk = new MemoryDisk()) {
            Log log = LogFixture.open(disk, LogFixture.SMALL, 0, new ArrayList<>());
            try (FrameWriter frame = new FrameWriter(Memory.system())) {
                frame.createTable(LogFixture.TABLE);
                log.append(frame, true);
                frame.clear();
                UnsafeBuffer value = new UnsafeBuffer(new byte[] {'c', 'a', 'r', 't'});
                frame.put(LogFixture.TABLE, Key.of("u7", "o1"), value, 0, 4, 0);
                frame.endCommit();
                frame.put(LogFixture.TABLE, Key.of("u8", ""), value, 0, 4, 0);
                frame.delete(LogFixture.TABLE, Key.of("u9", ""), 2);
                frame.endCommit();
                log.append(frame, false);
            }
            log.close();
            Dump dump = new Dump();
            assertTrue(LogDump.dump(disk, Segment.fileName(1), dump));
            assertFalse(LogDump.dump(disk, Mark.FILE, dump));
            if ("rewrite".equals(System.getProperty("golden"))) {
                Files.createDirectories(GOLDEN.getParent());
                Files.writeString(GOLDEN, dump.toString());
            }
            assertEquals(Files.readString(GOLDEN), dump.toString());
        }
    }
}
