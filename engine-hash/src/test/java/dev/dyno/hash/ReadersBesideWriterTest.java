package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.ThreadWork;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * One thread writes so that buckets split, trees grow and shrink, values are replaced in place, segments are emptied
 * and go to files; others read all the while. Even items are always there; odd ones come and go. Every value is made
 * of its key and a version, so that a torn or mistaken read shows.
 */
class ReadersBesideWriterTest {

    private static final int ITEMS = 2_000;
    private static final int ROUNDS = 30;

    private interface Check {
        void run(Session session, Table table, SplittableRandom random);
    }

    @Test
    void readersSeeWholeItemsAndMissNone() throws Exception {
        try (MemoryDisk disk = new MemoryDisk(); ThreadWork work = new ThreadWork();
                Engine engine = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withOptions(new HashEngineProvider().miniature()));
                ExecutorService readers = Executors.newFixedThreadPool(4)) {
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
            Future<?> batches = readers.submit(() -> read(engine, done, this::checkPair));
            try (Session session = engine.openSession()) {
                write(engine, session);
            } finally {
                done.set(true);
            }
            gets.get();
            queries.get();
            snapshots.get();
            batches.get();
            Verification verification = engine.verify();
            assertTrue(verification.clean(), () -> verification.violations().toString());
        }
    }

    private void read(Engine engine, AtomicBoolean done, Check check) {
        try (Session session = engine.openSession()) {
            SplittableRandom random = new SplittableRandom(17);
            do {
                check.run(session, session.table("t"), random);
            } while (!done.get());
        }
    }

    private static void write(Engine engine, Session session) {
        Table table = session.table("t");
        SplittableRandom random = new SplittableRandom(5);
        WriteBatch batch = new WriteBatch();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 1; i < ITEMS; i += 2) {
                if (round % 2 == 0) {
                    put(table, i, 50 + random.nextInt(900));
                } else {
                    table.delete(key(i));
                }
            }
            for (int i = 0; i < 400; i++) {
                put(table, 2 * random.nextInt(ITEMS / 2), i % 2 == 0 ? 20 : random.nextInt(1_500));
                UnsafeBuffer pair = new UnsafeBuffer(new byte[8]);
                pair.putInt(0, round * 400 + i);
                batch.clear();
                batch.put(table, Key.of("pair", "left"), pair, 0, 8, WriteOptions.DEFAULT);
                batch.put(table, Key.of("pair", "right"), pair, 0, 8, WriteOptions.DEFAULT);
                session.commit(batch, Durability.ENGINE);
            }
            if (round % 6 == 5) {
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
    }

    private void checkQuery(Session session, Table table, SplittableRandom random) {
        checkWalk(table, random.nextBoolean());
        int items = 0;
        for (int part = 0; part < 3; part++) {
            try (Cursor cursor = table.scan(part, 3)) {
                while (cursor.next()) {
                    items += cursor.key().partition().capacity() == 1
                            && Integer.reverseBytes(cursor.key().sort().getInt(0)) % 2 == 0 ? 1 : 0;
                }
            }
        }
        assertEquals(ITEMS / 2, items, "items that are always there, by a scan");
    }

    private void checkSnapshot(Session session, Table table, SplittableRandom random) {
        try (Snapshot snapshot = session.snapshot()) {
            int first = checkWalk(table.at(snapshot), false);
            int second = checkWalk(table.at(snapshot), true);
            assertEquals(first, second, "two walks at one snapshot");
        }
    }

    /** A batch is seen whole: who has seen the left one's version sees the right one's, or a later one. */
    private void checkPair(Session session, Table table, SplittableRandom random) {
        ItemView view = new ItemView();
        boolean leftFirst = random.nextBoolean();
        if (table.get(Key.of("pair", leftFirst ? "left" : "right"), view)) {
            int first = view.value().getInt(0);
            assertTrue(table.get(Key.of("pair", leftFirst ? "right" : "left"), view), "the other half");
            assertTrue(view.value().getInt(0) >= first, "half a batch");
        }
    }

    private static int checkWalk(Reader reader, boolean reverse) {
        int before = reverse ? ITEMS : -1;
        int always = 0;
        int all = 0;
        try (Cursor cursor = reader.query(new Range().partition(key(0)).reverse(reverse))) {
            while (cursor.next()) {
                int item = Integer.reverseBytes(cursor.key().sort().getInt(0));
                assertTrue(reverse ? item < before : item > before, "out of order");
                checkValue(item, cursor.item());
                always += item % 2 == 0 ? 1 : 0;
                all++;
                before = item;
            }
        }
        assertEquals(ITEMS / 2, always, "items that are always there");
        return all;
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
