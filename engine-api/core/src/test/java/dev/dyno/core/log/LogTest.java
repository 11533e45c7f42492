package dev.dyno.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogTest {

    private final MemoryDisk disk = new MemoryDisk();
    private final List<String> seen = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void replaysInOrderAndGoesOnBehindACleanClose() {
        for (int round = 0; round < 3; round++) {
            seen.clear();
            Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
            assertEquals(expected, seen);
            assertEquals(expected.size(), log.lastSequence());
            assertEquals(expected.size(), log.durableSequence());
            for (int i = 0; i < 40; i++) {
                put(log, "k" + i, "value " + round + " " + i, i % 3 == 0);
            }
            log.close();
        }
        assertTrue(disk.list().size() > 1, "several segments: " + disk.list());
        assertEquals(expected, LogFixture.replay(disk, LogFixture.SMALL));
    }

    @Test
    void openingAndClosingWritesNothing() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        put(log, "a", "1", false);
        log.close();
        for (int i = 0; i < 3; i++) {
            log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
            log.close();
            assertEquals(0, log.bytesWritten());
        }
    }

    @Test
    void aFrameLargerThanASegmentGetsOneOfItsOwn() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        put(log, "small", "1", false);
        put(log, "large", "x".repeat(100_000), true);
        put(log, "small", "2", false);
        put(log, "larger", "y".repeat(200_000), false);
        for (int i = 0; i < 100; i++) {
            put(log, "k" + i, "after", false);
        }
        log.close();
        assertEquals(expected, LogFixture.replay(disk, LogFixture.SMALL));
    }

    @Test
    void writesOnlyByWritingWhereMappingsAreNotTrusted() {
        LogOptions options = LogFixture.SMALL.withStore(LogOptions.Store.WRITE);
        Log log = LogFixture.open(disk, options, 0, seen);
        for (int i = 0; i < 100; i++) {
            put(log, "k" + i, "v" + i, false);
        }
        log.close();
        assertEquals(expected, LogFixture.replay(disk, LogFixture.SMALL));
    }

    @Test
    void syncMakesEveryEarlierSegmentDurable() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        for (int i = 0; i < 100; i++) {
            put(log, "k" + i, "v".repeat(200), false);
        }
        assertTrue(log.segmentCount() > 3);
        assertEquals(0, log.durableSequence());
        log.sync();
        assertEquals(100, log.durableSequence());
        long syncs = log.syncs();
        log.sync();
        assertEquals(syncs, log.syncs(), "nothing to sync");
        log.close();
    }

    @Test
    void syncsBesideTheWriterUpToWhereItWas() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        for (int i = 0; i < 100; i++) {
            put(log, "k" + i, "v".repeat(200), false);
        }
        LogEnd end = log.end();
        for (int i = 0; i < 100; i++) {
            put(log, "later" + i, "v".repeat(200), false);
        }
        log.syncAhead();
        assertEquals(0, log.durableSequence());
        log.durableUpTo(end);
        assertEquals(100, log.durableSequence());
        log.forget(100);
        assertEquals(0, log.syncs(), "what is forgotten, and what the log begins with then, is durable");
        log.sync();
        assertEquals(200, log.durableSequence());
        log.durableUpTo(end);
        assertEquals(200, log.durableSequence());
        log.close();
        seen.clear();
        LogFixture.open(disk, LogFixture.SMALL, 100, seen).close();
        assertEquals(expected.subList(100, 200), seen.subList(seen.size() - 100, seen.size()));
    }

    @Test
    void makesMoreFilesAheadAsTheyAreFilled() {
        try (MemoryDisk killed = new MemoryDisk()) {
            LogOptions options = LogFixture.SMALL.withSegmentBytes(16_384);
            SeededWork work = new SeededWork(1);
            Log log = Log.open(disk, Memory.system(), work, new ManualClock(0), Events.NONE, options, 0,
                    frame -> LogFixture.read(frame, seen));
            for (int i = 0; i < 30; i++) {
                put(log, "k" + i, "v".repeat(600), false);
                work.drainAll();
            }
            assertEquals(2, log.segmentCount());
            assertEquals(2, files() - log.segmentCount(), "one was filled");
            for (int i = 30; i < 300; i++) {
                put(log, "k" + i, "v".repeat(600), false);
                work.drainAll();
            }
            assertEquals(8, files() - log.segmentCount());
            LogFixture.copy(disk, killed);
            int before = log.segmentCount();
            put(log, "large", "x".repeat(100_000), false);
            assertEquals(before + 9, log.segmentCount(), "those ahead are before it");
            put(log, "small", "1", false);
            work.drainAll();
            assertEquals(1, files() - log.segmentCount());
            log.close();
            assertEquals(expected, LogFixture.replay(disk, options));
            Log again = LogFixture.open(killed, options, 0, seen);
            assertEquals(8, killed.list().stream().filter(Segment::isSegment).count() - again.segmentCount());
            again.close();
            assertEquals(expected.subList(0, 300), LogFixture.replay(killed, options));
        }
    }

    /** A log of 80 puts that has made files ahead while it was filled. */
    private Log openWithFilesAhead(LogOptions options) {
        SeededWork work = new SeededWork(1);
        Log log = Log.open(disk, Memory.system(), work, new ManualClock(0), Events.NONE, options, 0, frame -> { });
        for (int i = 0; i < 80; i++) {
            put(log, "k" + i, "v".repeat(600), false);
            work.drainAll();
        }
        return log;
    }

    /** A close that was cut short: of the deletions of files made ahead some are kept, in any order. */
    @Test
    void filesMadeAheadMayBeMissingInTheMiddle() {
        LogOptions options = LogFixture.SMALL.withSegmentBytes(16_384);
        Log log = openWithFilesAhead(options);
        int framed = log.segmentCount();
        for (int missing = framed + 1; missing < files(); missing++) {
            try (MemoryDisk killed = new MemoryDisk()) {
                LogFixture.copy(disk, killed);
                killed.delete(Segment.fileName(missing));
                Log again = LogFixture.open(killed, options, 0, new ArrayList<>());
                assertEquals(80, again.lastSequence(), "missing=" + missing);
                for (int i = 0; i < 200; i++) {
                    LogFixture.put(again, "later" + i, "v".repeat(600), false);
                }
                again.close();
                assertEquals(280, LogFixture.replay(killed, options).size(), "missing=" + missing);
            }
        }
        assertTrue(files() - framed > 2, "made ahead");
        log.close();
    }

    /** Deletions of files made ahead were lost, and the name of a larger file, made since in place of one, was kept. */
    @Test
    void filesMadeAheadMayOverlapALargerOneMadeLater() {
        LogOptions options = LogFixture.SMALL.withSegmentBytes(16_384);
        Log log = openWithFilesAhead(options);
        int framed = log.segmentCount();
        List<String> ahead = disk.list().stream().filter(Segment::isSegment).skip(framed).toList();
        assertTrue(ahead.size() > 2, "made ahead");
        try (MemoryDisk kept = new MemoryDisk()) {
            LogFixture.copy(disk, kept);
            ahead.forEach(kept::delete);
            put(LogFixture.open(kept, options, 0, new ArrayList<>()), "large", "x".repeat(40_000), true);
            kept.list().stream().filter(Segment::isSegment).skip(framed + 1).forEach(kept::delete);
            ahead.stream().skip(1).forEach(name -> LogFixture.copy(disk, kept, name));
            Log again = LogFixture.open(kept, options, 0, new ArrayList<>());
            for (int i = 0; i < 100; i++) {
                put(again, "later" + i, "v".repeat(600), true);
            }
            again.close();
            assertEquals(expected, LogFixture.replay(kept, options));
        }
        log.close();
    }

    private long files() {
        return disk.list().stream().filter(Segment::isSegment).count();
    }

    @Test
    void forgetsWhatIsKeptElsewhereAndUsesAFileAgain() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        for (int i = 0; i < 200; i++) {
            put(log, "k" + i, "v".repeat(200), false);
        }
        int before = log.segmentCount();
        log.forget(150);
        assertTrue(log.segmentCount() < before / 2, "segments " + log.segmentCount() + " of " + before);
        for (int i = 0; i < 200; i++) {
            put(log, "again" + i, "w".repeat(200), false);
        }
        log.close();
        LogFixture.open(disk, LogFixture.SMALL, 150, seen).close();
        assertEquals(expected.subList(150, 400), seen);
        EngineException.Corrupt corrupt = assertThrows(
                EngineException.Corrupt.class, () -> LogFixture.open(disk, LogFixture.SMALL, 0, seen));
        assertTrue(corrupt.getMessage().contains("firstSequence"), corrupt.getMessage());
    }

    /** A segment made ahead of one that had to be larger stays without frames. */
    @Test
    void forgetsBehindASegmentWithoutFrames() {
        SeededWork work = new SeededWork(1);
        Log log = Log.open(disk, Memory.system(), work, new ManualClock(0), Events.NONE, LogFixture.SMALL, 0,
                frame -> LogFixture.read(frame, seen));
        for (int i = 0; i < 30; i++) {
            put(log, "k" + i, "v".repeat(i % 10 == 9 ? 9_000 : 600), false);
            work.drainAll();
        }
        List<String> before = disk.list();
        log.forget(30);
        assertTrue(log.segmentCount() <= 2, "segments " + log.segmentCount());
        put(log, "last", "v", false);
        log.close();
        seen.clear();
        LogFixture.open(disk, LogFixture.SMALL, 30, seen).close();
        assertEquals(expected.subList(30, 31), seen);
        assertTrue(before.size() > disk.list().size());
    }

    /** A forget deletes the oldest first: cut short, it may leave one without frames in front. */
    @Test
    void aForgetCutShortMayLeaveASegmentWithoutFramesInFront() {
        SeededWork work = new SeededWork(1);
        Log log = Log.open(disk, Memory.system(), work, new ManualClock(0), Events.NONE, LogFixture.SMALL, 0,
                frame -> LogFixture.read(frame, seen));
        for (int i = 0; i < 30; i++) {
            put(log, "k" + i, "v".repeat(i % 10 == 9 ? 9_000 : 600), false);
            work.drainAll();
        }
        log.close();
        int opened = 0;
        for (String oldest : disk.list().stream().filter(name -> name.endsWith(".log")).sorted().toList()) {
            disk.delete(oldest);
            if (disk.list().stream().filter(name -> name.endsWith(".log")).count() < 2) {
                break;
            }
            seen.clear();
            LogFixture.open(disk, LogFixture.SMALL, 30, seen).close();
            opened++;
        }
        assertTrue(opened > 3, "opened " + opened);
    }

    @Test
    void aMissingSegmentIsRefused() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        for (int i = 0; i < 200; i++) {
            put(log, "k" + i, "v".repeat(200), false);
        }
        log.close();
        disk.delete(Segment.fileName(2));
        assertThrows(EngineException.Corrupt.class, () -> LogFixture.open(disk, LogFixture.SMALL, 0, seen));
    }

    @Test
    void aLogIsNotMadeWhereOneWasOrBesideForeignFiles() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        put(log, "a", "1", true);
        log.close();
        disk.delete(Segment.fileName(1));
        assertThrows(EngineException.Corrupt.class, () -> LogFixture.open(disk, LogFixture.SMALL, 0, seen));
        disk.delete(Mark.FILE);
        disk.create("photos.txt").close();
        assertThrows(EngineException.Incompatible.class, () -> LogFixture.open(disk, LogFixture.SMALL, 0, seen));
        disk.delete("photos.txt");
        LogFixture.open(disk, LogFixture.SMALL, 0, seen).close();
    }

    @Test
    void aLogOfAnotherEngineIsRefused() {
        LogFixture.open(disk, LogFixture.SMALL, 0, seen).close();
        LogOptions other = LogOptions.of("other").withSegmentBytes(8192);
        assertThrows(EngineException.Incompatible.class, () -> LogFixture.open(disk, other, 0, seen));
    }

    @Test
    void aFullDiskRefusesTheFrameAndLosesNothing() {
        try (MemoryDisk small = new MemoryDisk(20_000)) {
            Log log = LogFixture.open(small, LogFixture.SMALL, 0, seen);
            EngineException.Full full = null;
            for (int i = 0; full == null; i++) {
                try {
                    put(log, "k" + i, "v".repeat(500), i % 2 == 0);
                } catch (EngineException.Full e) {
                    full = e;
                    expected.removeLast();
                }
            }
            assertThrows(EngineException.Full.class, () -> LogFixture.put(log, "more", "v".repeat(9000), true));
            assertTrue(!log.hasFailed(), "full is not failed");
            log.close();
            assertEquals(expected, LogFixture.replay(small, LogFixture.SMALL));
        }
    }

    @Test
    void batchesAndCatalogueShareAFrameFormat() {
        Log log = LogFixture.open(disk, LogFixture.SMALL, 0, seen);
        try (FrameWriter frame = new FrameWriter(Memory.system())) {
            frame.createTable(LogFixture.TABLE);
            frame.highestTableId(7);
            log.append(frame, true);
            frame.clear();
            LogFixture.add(frame, "a", "1");
            LogFixture.add(frame, "b", "2");
            frame.delete(LogFixture.TABLE, dev.dyno.api.Key.of("c", ""), 3);
            frame.endCommit();
            log.append(frame, false);
        }
        assertEquals(3, log.lastSequence());
        log.close();
        assertEquals(List.of("kind 3 table 1", "kind 5 table 7", "1 1 a s=1", "2 1 b s=2", "3 2 c="),
                LogFixture.replay(disk, LogFixture.SMALL));
    }

    private void put(Log log, String key, String value, boolean durable) {
        expected.add(LogFixture.line(expected.size() + 1, key, value));
        LogFixture.put(log, key, value, durable);
    }
}
