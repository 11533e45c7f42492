package dev.dyno.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What recovery makes of a log whose bytes are not what was written: every byte of it, one at a time. */
class DamageTest {

    private static final String FILE = Segment.fileName(1);
    private static final int FRAMES = 6;

    private final MemoryDisk disk = new MemoryDisk();
    private final List<String> expected = new ArrayList<>();
    /** Where frames begin. */
    private final int[] starts = new int[FRAMES];

    @AfterEach
    void close() {
        disk.close();
    }

    /** Writes and leaves the log without a clean close, as a killed process would. @return where it ends */
    private int write(boolean durable) {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, new ArrayList<>());
        for (int i = 0; i < FRAMES; i++) {
            expected.add(LogFixture.line(i + 1, "k" + i, "value" + i));
            starts[i] = SegmentLayout.FRAMES + (int) log.bytesWritten();
            LogFixture.put(log, "k" + i, "value" + i, durable);
        }
        return SegmentLayout.FRAMES + (int) log.bytesWritten();
    }

    @Test
    void aTornLastFrameIsCutAtEveryByte() {
        int end = write(true);
        List<String> without = expected.subList(0, FRAMES - 1);
        for (int cut = starts[FRAMES - 1]; cut < end; cut++) {
            try (MemoryDisk torn = new MemoryDisk()) {
                LogFixture.copy(disk, torn);
                torn.delete(Mark.FILE);
                LogFixture.zero(torn, FILE, cut);
                List<String> seen = LogFixture.replay(torn, LogFixture.SMALL);
                // The last bytes of a frame may be zeros anyway: padding.
                boolean padding = seen.equals(expected) && cut > end - 8;
                assertTrue(seen.equals(without) || padding, "cut at " + cut + ": " + seen);
            }
        }
    }

    @Test
    void theMarkBearsWitnessWhereNoFrameDoes() {
        int end = write(true);
        try (MemoryDisk torn = new MemoryDisk()) {
            LogFixture.copy(disk, torn);
            LogFixture.flip(torn, FILE, end - 20, 1);
            EngineException.Corrupt corrupt = assertThrows(EngineException.Corrupt.class,
                    () -> LogFixture.replay(torn, LogFixture.SMALL));
            assertTrue(corrupt.getMessage().contains(Mark.FILE), corrupt.getMessage());
            for (int at = 0; at < MarkLayout.OFFSET + MarkLayout.LENGTH - 4; at++) {
                boolean reserved = at >= 44 && at < 48 || at >= 60 && at < 64;
                LogFixture.flip(torn, Mark.FILE, at, 1 << at % 8);
                if (!reserved) {
                    assertEquals(0, markOf(torn), "flip at " + at);
                }
                LogFixture.flip(torn, Mark.FILE, at, 1 << at % 8);
            }
        }
    }

    private static long markOf(MemoryDisk disk) {
        try (Region page = Memory.system().map(4096, "test", false);
                Segment segment = Segment.open(disk, FILE, "test", page)) {
            return Mark.durable(disk, "test", segment.engineId, page);
        }
    }

    @Test
    void writingGoesOnBehindATornFrame() {
        int end = write(true);
        for (int cut = end - 1; cut > starts[FRAMES - 2]; cut -= 4) {
            try (MemoryDisk torn = new MemoryDisk()) {
                LogFixture.copy(disk, torn);
                torn.delete(Mark.FILE);
                LogFixture.zero(torn, FILE, cut);
                List<String> seen = new ArrayList<>();
                Log log = LogFixture.open(torn, LogFixture.SMALL, 0, seen);
                assertEquals(seen.size(), log.durableSequence(), "R7: what was replayed is durable");
                LogFixture.put(log, "new", "after", false);
                seen.add(LogFixture.line(seen.size() + 1, "new", "after"));
                log.close();
                assertEquals(seen, LogFixture.replay(torn, LogFixture.SMALL));
            }
        }
    }

    @Test
    void aFlippedBitInADurableFrameIsReportedAtEveryByte() {
        write(true);
        for (int at = 0; at < starts[FRAMES - 1]; at++) {
            try (MemoryDisk damaged = new MemoryDisk()) {
                LogFixture.copy(disk, damaged);
                LogFixture.flip(damaged, FILE, at, 1 << at % 8);
                List<String> seen = new ArrayList<>();
                try {
                    LogFixture.open(damaged, LogFixture.SMALL, 0, seen).close();
                    boolean unused = at >= SegmentLayout.OFFSET + SegmentLayout.LENGTH && at < SegmentLayout.FRAMES
                            || at >= 60 && at < 64;
                    assertTrue(unused, "flip at " + at + " was not noticed");
                    assertEquals(expected, seen);
                } catch (EngineException.Corrupt | EngineException.Incompatible e) {
                    assertTrue(expected.subList(0, seen.size()).equals(seen), "served: " + seen);
                    assertTrue(e.getMessage().contains(FILE), e.getMessage());
                }
            }
        }
    }

    @Test
    void aHoleInWhatWasNeverSyncedIsCutAndWhatLiesBehindNeverComesBack() {
        write(false);
        for (int lost = 0; lost < FRAMES; lost++) {
            try (MemoryDisk torn = new MemoryDisk()) {
                LogFixture.copy(disk, torn);
                LogFixture.flip(torn, FILE, starts[lost] + 9L, 0xff);
                List<String> seen = new ArrayList<>();
                Log log = LogFixture.open(torn, LogFixture.SMALL, 0, seen);
                assertEquals(expected.subList(0, lost), seen);
                // As long as the lost frame was: were it written in its place, those behind it would follow again.
                LogFixture.put(log, "kx", "valuex", false);
                List<String> after = new ArrayList<>(expected.subList(0, lost));
                after.add(LogFixture.line(lost + 1, "kx", "valuex"));
                log.close();
                assertEquals(after, LogFixture.replay(torn, LogFixture.SMALL));
            }
        }
    }

    @Test
    void aLostFrameBeforeADurableOneIsDamageAndNothingChanges() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, new ArrayList<>());
        LogFixture.put(log, "a", "1", true);
        LogFixture.put(log, "b", "2", true);
        LogFixture.put(log, "c", "3", false);
        LogFixture.zero(disk, FILE, SegmentLayout.FRAMES + log.bytesWritten());
        LogFixture.flip(disk, FILE, SegmentLayout.FRAMES + 8, 1);
        try (MemoryDisk before = new MemoryDisk()) {
            LogFixture.copy(disk, before);
            EngineException.Corrupt corrupt = assertThrows(EngineException.Corrupt.class,
                    () -> LogFixture.open(disk, LogFixture.SMALL, 0, new ArrayList<>()));
            assertEquals(FILE, corrupt.file());
            assertEquals(SegmentLayout.FRAMES, corrupt.position());
            assertEquals(before.list(), disk.list());
            assertFalse(corrupt.getMessage().isEmpty());
        }
    }

    /** Most frames do not say how far the log was durable: each page behind the hole has one that does. */
    @Test
    void aWitnessIsInEveryPageBehindTheHole() {
        LogOptions pages = LogFixture.SMALL.withSegmentBytes(16 << 10);
        Log log = LogFixture.open(disk, pages, 0, new ArrayList<>());
        LogFixture.put(log, "durable", "1", true);
        int first = SegmentLayout.FRAMES + (int) log.bytesWritten();
        while (log.bytesWritten() < 8_000) {
            LogFixture.put(log, "k", "never synced", false);
        }
        disk.delete(Mark.FILE);
        LogFixture.flip(disk, FILE, SegmentLayout.FRAMES + 40, 1);
        LogFixture.flip(disk, FILE, first + 40, 1); // the anchor that follows the sync is torn
        EngineException.Corrupt corrupt = assertThrows(EngineException.Corrupt.class,
                () -> LogFixture.open(disk, pages, 0, new ArrayList<>()));
        assertEquals(SegmentLayout.FRAMES, corrupt.position());
        assertTrue(corrupt.getMessage().contains("durable up to position " + first), corrupt.getMessage());
    }

    @Test
    void anEarlierVersionIsRefusedByItsNumber() {
        write(true);
        try (DiskFile file = disk.open(FILE); Region page = Memory.system().map(4096, "test", false)) {
            UnsafeBuffer buffer = new UnsafeBuffer(page.address(), FileHeader.LENGTH);
            FileHeader header = FileHeader.read(file, buffer);
            new FileHeader(header.engine(), header.kind(), 1, header.engineId()).encode(buffer, 0);
            file.write(0, page.address(), FileHeader.LENGTH);
        }
        EngineException.Incompatible refused = assertThrows(EngineException.Incompatible.class,
                () -> LogFixture.open(disk, LogFixture.SMALL, 0, new ArrayList<>()));
        assertTrue(refused.getMessage().contains("version=1, readable=2 to 2"), refused.getMessage());
    }
}
