package dev.dyno.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole segments behind a hole in what was never synced: they are cut, and the log never has them again. */
class SurvivorsTest {

    private final MemoryDisk torn = new MemoryDisk();
    private long firstOfSecond;

    /** Four segments, never synced, of which a power cut took the second frame. */
    @BeforeEach
    void write() {
        try (MemoryDisk disk = new MemoryDisk()) {
            Log log = LogFixture.open(disk, LogFixture.SMALL, 0, new ArrayList<>());
            put(log, 1);
            long second = SegmentLayout.FRAMES + log.bytesWritten();
            while (log.segmentCount() < 4) {
                put(log, log.lastSequence() + 1);
            }
            LogFixture.copy(disk, torn);
            log.close();
            LogFixture.flip(torn, Segment.fileName(1), second + 20, 1);
        }
        try (Region page = Memory.system().map(4096, "test", false);
                Segment segment = Segment.open(torn, Segment.fileName(2), "test", page)) {
            firstOfSecond = segment.firstSequence();
        }
    }

    @AfterEach
    void close() {
        torn.close();
    }

    private static void put(Log log, long sequence) {
        LogFixture.put(log, "k" + sequence, "v".repeat(100), false);
    }

    /** What comes behind the hole gets the sequences of what was cut, and then so many that the checkpoint is in it. */
    private Log goOn(Disk disk) {
        List<String> seen = new ArrayList<>();
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        assertEquals(1, seen.size());
        assertTrue(firstOfSecond > 2);
        while (log.lastSequence() < firstOfSecond) {
            put(log, log.lastSequence() + 1);
        }
        return log;
    }

    @Test
    void theLogNeverBeginsInWhatWasCut() {
        Log log = goOn(torn);
        log.forget(firstOfSecond);
        LogFixture.put(log, "new", "after", true);
        log.close();
        List<String> seen = new ArrayList<>();
        LogFixture.open(torn, LogFixture.SMALL, firstOfSecond, seen).close();
        assertEquals(List.of(LogFixture.line(firstOfSecond + 1, "new", "after")), seen);
    }

    /** Of the deletions some are kept, in any order. */
    @Test
    void norWhenThePowerGoesWhileTheLogForgets() {
        boolean cut = true;
        int cuts = 0;
        for (int operation = 0; cut; operation++) {
            try (FaultyDisk disk = new FaultyDisk(operation)) {
                LogFixture.copy(torn, disk);
                Log log = goOn(disk);
                log.sync();
                disk.cutAfter(disk.operations() + operation);
                try {
                    log.forget(firstOfSecond);
                    cut = false;
                } catch (FaultyDisk.PowerCut e) {
                    cuts++;
                }
                opensBehind(disk);
            }
        }
        assertTrue(cuts > 3, "cuts " + cuts);
    }

    private void opensBehind(FaultyDisk disk) {
        for (int seed = 0; seed < 40; seed++) {
            try (FaultyDisk after = disk.afterPowerCut(seed, Survival.UNSYNCED_TORN)) {
                List<String> seen = new ArrayList<>();
                Log again = LogFixture.open(after, LogFixture.SMALL, firstOfSecond, seen);
                assertEquals(firstOfSecond, again.lastSequence(), "disk=" + after);
                assertEquals(List.of(), seen, "disk=" + after);
                again.close();
            }
        }
    }

    /** A whole log may be unsynced: that much lies behind a hole at its beginning, whole frames and torn ones. */
    @Test
    void muchMayLieBehindAHole() {
        for (int step : new int[] {0, 1}) {
            try (MemoryDisk disk = new MemoryDisk()) {
                Log log = LogFixture.open(disk, LogFixture.SMALL, 0, new ArrayList<>());
                for (int i = 0; i < 70; i++) {
                    LogFixture.put(log, "k" + i, "v".repeat(3_000), false);
                }
                try (MemoryDisk damaged = new MemoryDisk()) {
                    LogFixture.copy(disk, damaged);
                    for (int number = 1; number <= 1 + step * 69; number++) {
                        LogFixture.flip(damaged, Segment.fileName(number), SegmentLayout.FRAMES + 1_000, 1);
                    }
                    Log again = LogFixture.open(damaged, LogFixture.SMALL, 0, new ArrayList<>());
                    assertEquals(0, again.lastSequence());
                    again.close();
                }
                log.close();
            }
        }
    }
}
