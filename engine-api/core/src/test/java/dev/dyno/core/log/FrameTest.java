package dev.dyno.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Frames of every shape come back as they were, and what is no frame is told from one. */
class FrameTest {

    private static final long SEED = 20_261_129;

    @Test
    void operationsComeBackWhateverTheirNumbers() {
        Random random = new Random(SEED);
        List<String> expected = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (MemoryDisk disk = new MemoryDisk(); FrameWriter frame = new FrameWriter(Memory.system())) {
            Log log = LogFixture.open(disk, LogOptions.of("test"), 0, new ArrayList<>());
            for (int i = 0; i < 300; i++) {
                frame.clear();
                int commits = 1 + random.nextInt(3);
                for (int c = 0; c < commits; c++) {
                    commit(random, frame, log.lastSequence() + c + 1, expected);
                }
                FrameView stored = log.append(frame, false);
                assertEquals(commits, stored.commits());
                describe(stored, seen);
            }
            assertEquals(expected, seen, "seed " + SEED);
            log.close();
            seen.clear();
            Log.open(disk, Memory.system(), new SeededWork(1), new ManualClock(0),
                    Events.NONE, LogOptions.of("test"), 0, stored -> describe(stored, seen)).close();
            assertEquals(expected, seen, "seed " + SEED);
        }
    }

    private static void commit(Random random, FrameWriter frame, long sequence, List<String> into) {
        int index = 0;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            index += random.nextInt(3) == 0 ? 1 + random.nextInt(60_000) : 0;
            TableSpec table = TableSpec.sorted("t").withId(1 + (random.nextBoolean() ? random.nextInt(7)
                    : random.nextInt(Integer.MAX_VALUE - 1)));
            Key key = Key.of("p".repeat(1 + random.nextInt(300)), "s".repeat(random.nextInt(300)));
            UnsafeBuffer value = new UnsafeBuffer(new byte[random.nextBoolean() ? random.nextInt(200) : 20_000]);
            boolean put = random.nextBoolean();
            if (put) {
                frame.put(table, key, value, 0, value.capacity(), index);
            } else {
                frame.delete(table, key, index);
            }
            into.add(line(sequence, put ? FrameView.PUT : FrameView.DELETE, table.id(), index, key,
                    put ? value.capacity() : 0));
            index++;
        }
        frame.endCommit();
    }

    private static void describe(FrameView frame, List<String> into) {
        while (frame.next()) {
            into.add(line(frame.sequence(), frame.kind(), frame.tableId(), frame.index(), frame.key(),
                    frame.valueLength()));
        }
    }

    private static String line(long sequence, int kind, int tableId, int index, Key key, int valueLength) {
        return sequence + " " + kind + " in " + tableId + " at " + index + " " + key.partition().capacity() + " "
                + key.sort().capacity() + "=" + valueLength;
    }

    @Test
    void aPutOfAShortItemCostsTwelveBytes() {
        try (MemoryDisk disk = new MemoryDisk(); FrameWriter frame = new FrameWriter(Memory.system())) {
            Log log = LogFixture.open(disk, LogOptions.of("test"), 0, new ArrayList<>());
            Key key = Key.of("p".repeat(16), "s".repeat(8));
            for (int i = 0; i < 3; i++) {
                long before = log.bytesWritten();
                frame.clear();
                frame.put(LogFixture.TABLE, key, new UnsafeBuffer(new byte[100]), 0, 100, 0);
                frame.endCommit();
                log.append(frame, false);
                int anchor = i == 0 ? AnchorLayout.LENGTH : 0;
                assertEquals(16 + 8 + 100 + 12 + anchor, log.bytesWritten() - before);
            }
            log.close();
        }
    }

    /** Torn bytes may be an operation with the highest index: what is walked over next has nothing to do with it. */
    @Test
    void aWalkDoesNotGoOnFromTheOneBefore() {
        FrameView view = new FrameView();
        try (Region page = Memory.system().map(4096, "test", false)) {
            assertEquals(1, view.walk(frame(page, 0x31, 0xff, 0xff, 0xff, 0xff, 0x07, 1, 0, 0, 'p', 0, 0)));
            assertEquals(1, view.walk(frame(page, 0x29, 1, 0, 1, 'p', 'v', 0, 0)));
            assertEquals(-1, view.walk(frame(page, 0x31, 0xff, 0xff, 0xff, 0xff, 0x07, 1, 0, 0, 'p',
                    0x29, 1, 0, 1, 'p', 'v')), "behind the highest index there is none in the same commit");
            assertEquals(2, view.walk(frame(page, 0x39, 0xff, 0xff, 0xff, 0xff, 0x07, 1, 0, 0, 'p',
                    0x29, 1, 0, 1, 'p', 'v')), "but in the next");
        }
    }

    /** Without an anchor and a checksum. */
    private static long frame(Region page, int... operations) {
        UnsafeBuffer bytes = new UnsafeBuffer(page.address(), 4096);
        FrameLayout.FRAME_LENGTH.set(page.address(), FrameLayout.LENGTH + operations.length);
        for (int i = 0; i < operations.length; i++) {
            bytes.putByte(FrameLayout.LENGTH + i, (byte) operations[i]);
        }
        return page.address();
    }

    @Test
    void walkingIsTotal() {
        Random random = new Random(SEED);
        FrameView view = new FrameView();
        int frames = 0;
        try (Region page = Memory.system().map(4096, "test", false)) {
            UnsafeBuffer bytes = new UnsafeBuffer(page.address(), 4096);
            for (int i = 0; i < 100_000; i++) {
                int length = 4 * random.nextInt(64);
                long address = page.address() + 4096 - length; // at the end of what may be read
                for (int at = 0; at < length; at++) {
                    bytes.putByte(4096 - length + at, (byte) random.nextInt(random.nextBoolean() ? 256 : 4));
                }
                if (length >= 4) {
                    FrameLayout.FRAME_LENGTH.set(address, length | random.nextInt(2));
                }
                frames += FrameLayout.hasLength(address, length) && view.walk(address) > 0 ? 1 : 0;
            }
        }
        assertTrue(frames < 10_000, "taken for frames: " + frames);
    }
}
