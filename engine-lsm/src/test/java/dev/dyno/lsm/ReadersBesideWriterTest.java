package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.SeededWork;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * One thread writes so that memtables are flushed and tables merged all the time; others read all the while. Even sort
 * keys are always there; odd ones come and go. Every value is made of its key, so that a torn or mistaken read shows.
 */
class ReadersBesideWriterTest {

    private static final int ITEMS = 3_000;
    private static final int ROUNDS = 40;

    @Test
    void readersSeeWholeItemsAndMissNone() throws Exception {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(3);
                Engine engine = new LsmEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withOptions(new LsmEngineProvider().miniature()));
                ExecutorService readers = Executors.newFixedThreadPool(3)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                for (int i = 0; i < ITEMS; i++) {
                    put(session.table("t"), i, 20);
                }
            }
            AtomicBoolean done = new AtomicBoolean();
            Future<?> gets = readers.submit(() -> read(engine, done, this::checkGets));
            Future<?> queries = readers.submit(() -> read(engine, done, this::checkQuery));
            Future<?> snapshots = readers.submit(() -> read(engine, done, this::checkSnapshot));
            try (Session session = engine.openSession()) {
                write(engine, session.table("t"));
            } finally {
                done.set(true);
            }
            gets.get();
            queries.get();
            snapshots.get();
            Verification verification = engine.verify();
            assertTrue(verification.clean(), () -> verification.violations().toString());
        }
    }

    private interface Check {
        void run(Session session, Table table, SplittableRandom random);
    }

    private void read(Engine engine, AtomicBoolean done, Check check) {
        try (Session session = engine.openSession()) {
            SplittableRandom random = new SplittableRandom(17);
            do {
                check.run(session, session.table("t"), random);
            } while (!done.get());
        }
    }

    private static void write(Engine engine, Table table) {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < ROUNDS; round++) {
            boolean grow = round % 2 == 0;
            for (int i = 1; i < ITEMS; i += 2) {
                if (grow) {
                    put(table, i, 50 + random.nextInt(900));
                } else {
                    table.delete(key(i));
                }
            }
            for (int i = 0; i < 200; i++) {
                put(table, 2 * random.nextInt(ITEMS / 2), random.nextInt(1_500));
            }
            if (round % 8 == 7) {
                engine.checkpoint();
            }
        }
    }

    private void checkGets(Session session, Table table, SplittableRandom random) {
        ItemView view = new ItemView();
        for (int i = 0; i < 200; i++) {
            int item = random.nextInt(ITEMS);
            boolean exists = table.get(key(item), view);
            assertTrue(exists || item % 2 == 1, "an item that is always there was not");
            if (exists) {
                checkValue(item, view);
            }
        }
        KeyBatch keys = new KeyBatch();
        int[] wanted = new int[40];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = 2 * random.nextInt(ITEMS / 2);
            keys.add(key(wanted[i]));
        }
        assertEquals(wanted.length, table.getBatch(keys, (index, item) -> checkValue(wanted[index], item)));
    }

    private void checkQuery(Session session, Table table, SplittableRandom random) {
        boolean reverse = random.nextBoolean();
        try (Cursor cursor = table.query(new Range().partition(key(0)).reverse(reverse))) {
            checkWalk(cursor, reverse);
        }
    }

    private void checkSnapshot(Session session, Table table, SplittableRandom random) {
        try (Snapshot snapshot = session.snapshot()) {
            for (int i = 0; i < 2; i++) {
                try (Cursor cursor = table.at(snapshot).query(new Range().partition(key(0)))) {
                    checkWalk(cursor, false);
                }
            }
            ItemView view = new ItemView();
            for (int i = 0; i < 50; i++) {
                int item = 2 * random.nextInt(ITEMS / 2);
                assertTrue(table.at(snapshot).get(key(item), view), "an item that is always there was not");
                assertTrue(view.sequence() <= snapshot.sequence());
                checkValue(item, view);
            }
        }
    }

    private static void checkWalk(Cursor cursor, boolean reverse) {
        int before = reverse ? ITEMS : -1;
        int always = 0;
        while (cursor.next()) {
            int item = Integer.reverseBytes(cursor.key().sort().getInt(0));
            assertTrue(reverse ? item < before : item > before, "out of order");
            checkValue(item, cursor.item());
            always += item % 2 == 0 ? 1 : 0;
            before = item;
        }
        assertEquals(ITEMS / 2, always, "items that are always there");
    }

    private static Key key(int item) {
        UnsafeBuffer partition = new UnsafeBuffer(new byte[] {'p'});
        UnsafeBuffer sort = new UnsafeBuffer(new byte[12]);
        sort.putInt(0, Integer.reverseBytes(item));
        return new Key().wrap(partition, 0, 1, sort, 0, 12);
    }

    private static void put(Table table, int item, int moreBytes) {
        UnsafeBuffer value = new UnsafeBuffer(new byte[8 + moreBytes]);
        value.setMemory(0, value.capacity(), (byte) (item + moreBytes));
        value.putInt(0, item);
        value.putInt(4, moreBytes);
        table.put(key(item), value, 0, value.capacity());
    }

    private static void checkValue(int item, ItemView view) {
        int moreBytes = view.value().getInt(4);
        assertEquals(item, view.value().getInt(0), "another item's value");
        assertEquals(8 + moreBytes, view.length(), "length");
        for (int i = 8; i < view.length(); i++) {
            assertEquals((byte) (item + moreBytes), view.value().getByte(i), "a torn value");
        }
    }
}
