package dev.dyno.core.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import dev.dyno.core.log.FrameView;
import dev.dyno.core.log.FrameVisitor;
import dev.dyno.core.log.FrameWriter;
import dev.dyno.core.log.Log;
import dev.dyno.core.log.LogOptions;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The order that a portion gives back is that of a stable sort by what it says it sorts by. */
class PortionTest {

    private static final int OPERATIONS = 5_000;

    private record Noted(int table, long hash, String key, long tie, long sequence) {
    }

    private final SplittableRandom random = new SplittableRandom(29);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[8]);

    @Test
    void tablesThenHashesThenSortKeysThenCommits() {
        List<Noted> written = new ArrayList<>();
        List<Noted> given = new ArrayList<>();
        run(OPERATIONS, 3, written, given);
        written.sort(Comparator.comparing((Noted one) -> one.hash >>> 40)
                .thenComparing(Noted::tie, Long::compareUnsigned).thenComparingLong(Noted::sequence));
        // Tables are numbered as they come, which the test need not know: each is a run of its own.
        List<Noted> expected = new ArrayList<>();
        given.stream().map(Noted::table).distinct().forEach(
                table -> written.stream().filter(one -> one.table == table).forEach(expected::add));
        assertEquals(expected, given);
    }

    @Test
    void keysStayInTheOrderOfCommitsWithMoreTablesThanItTells() {
        List<Noted> written = new ArrayList<>();
        List<Noted> given = new ArrayList<>();
        run(OPERATIONS, 700, written, given);
        Comparator<Noted> byKey = Comparator.comparingInt(Noted::table).thenComparing(Noted::key);
        written.sort(byKey); // stable, as is the next: what is compared is the order within each key
        given.sort(byKey);
        assertEquals(written, given);
    }

    @Test
    void aFullPortionTakesNothingMoreBeforeItIsCleared() {
        List<Noted> written = new ArrayList<>();
        List<Noted> given = new ArrayList<>();
        run(OPERATIONS / 7, 2, written, given);
        assertEquals(OPERATIONS, written.size());
        written.sort(Comparator.comparingLong(Noted::sequence));
        given.sort(Comparator.comparingLong(Noted::sequence));
        assertEquals(written, given);
    }

    private void run(int capacity, int tables, List<Noted> written, List<Noted> given) {
        MemoryDisk disk = new MemoryDisk();
        try (GuardedMemory memory = new GuardedMemory()) {
            try (Log log = open(disk, frame -> { })) {
                write(log, tables, written);
            }
            try (Portion portion = new Portion(memory, capacity);
                    Log _ = open(disk, frame -> add(frame, portion, given))) {
                take(portion, given);
            }
            memory.assertNoLeaks();
        } finally {
            disk.close();
        }
    }

    private static Log open(MemoryDisk disk, FrameVisitor reading) {
        return Log.open(disk, Memory.system(), new SeededWork(1), new ManualClock(0), Events.NONE,
                LogOptions.of("test"), 0, reading);
    }

    private static void add(FrameView frame, Portion portion, List<Noted> given) {
        while (frame.next()) {
            if (!portion.add(frame)) {
                take(portion, given);
                portion.add(frame);
            }
        }
    }

    private static void take(Portion portion, List<Noted> given) {
        portion.sort();
        FrameView view = new FrameView();
        for (int i = 0; i < portion.count(); i++) {
            FrameView at = portion.show(i, view);
            given.add(noted(at.tableId(), at.key(), at.sequence()));
        }
        portion.clear();
    }

    private static Noted noted(int table, Key key, long sequence) {
        byte[] first = new byte[8];
        key.sort().getBytes(0, first, 0, Math.min(8, key.sort().capacity()));
        long tie = new UnsafeBuffer(first).getLong(0, ByteOrder.BIG_ENDIAN);
        return new Noted(table, key.partitionHash(), key.toString(), tie, sequence);
    }

    private void write(Log log, int tables, List<Noted> written) {
        TableSpec[] specs = new TableSpec[tables];
        for (int i = 0; i < tables; i++) {
            specs[i] = TableSpec.sorted("t" + i).withId(i + 1);
        }
        try (FrameWriter frame = new FrameWriter(Memory.system())) {
            while (written.size() < OPERATIONS) {
                frame.clear();
                Key key = key();
                TableSpec table = specs[random.nextInt(tables)];
                if (random.nextInt(5) == 0) {
                    frame.delete(table, key, 0);
                } else {
                    frame.put(table, key, value, 0, random.nextInt(8), 0);
                }
                frame.endCommit();
                log.append(frame, false);
                written.add(noted(table.id(), key, log.lastSequence()));
            }
        }
    }

    /** Of few partitions and of one large one; sort keys short, long and alike at first, of any bits, or none. */
    private Key key() {
        String partition = random.nextInt(3) == 0 ? "large" : "p" + random.nextInt(200);
        byte[] sort = switch (random.nextInt(4)) {
            case 0 -> new byte[0];
            case 1 -> Integer.toString(random.nextInt(30)).getBytes(StandardCharsets.UTF_8);
            case 2 -> ("the same " + random.nextInt(30)).getBytes(StandardCharsets.UTF_8);
            default -> bytes();
        };
        byte[] name = partition.getBytes(StandardCharsets.UTF_8);
        return new Key().wrap(new UnsafeBuffer(name), 0, name.length, new UnsafeBuffer(sort), 0, sort.length);
    }

    private byte[] bytes() {
        byte[] all = new byte[8];
        random.nextBytes(all);
        return all;
    }
}
