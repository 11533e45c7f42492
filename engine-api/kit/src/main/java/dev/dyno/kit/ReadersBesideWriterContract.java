package dev.dyno.kit;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
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
import dev.dyno.api.run.SeededWork;
import dev.dyno.api.run.ThreadWork;
import dev.dyno.api.run.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * For an engine whose readers take no locks: one thread writes so that whatever the engine is made of splits, merges,
 * moves and is given back, and others read all the while. Even items are always there; odd ones come and go. Every
 * value is made of its key, so that a torn or mistaken read shows. The author extends it in a test, with options so
 * small that much happens.
 */
public abstract class ReadersBesideWriterContract {

    private static final int ITEMS = 1_500;
    private static final int ROUNDS = 8;
    private static final int OVERWRITES = 300;
    private static final int CHECKPOINT_ROUNDS = 4;
    private static final int HEADER = 8;
    private static final int MORE_BYTES_MAX = 1_500;
    private static final int SEED = 17;

    /**
     * A way to open the engine.
     *
     * @param name shown with the test
     * @param options by name
     * @param threads whether background work has threads of its own; else it runs on the caller's
     */
    public record Setting(String name, Map<String, String> options, boolean threads) {
    }

    private interface Check {
        void run(Session session, Table table, SplittableRandom random);
    }

    /** For the test that extends this. */
    protected ReadersBesideWriterContract() {
    }

    protected abstract EngineProvider provider();

    /** The provider's miniature options, with background work on the writer's thread and on threads of its own. */
    protected List<Setting> settings() {
        Map<String, String> small = provider().miniature();
        return List.of(new Setting("work on the writer's thread", small, false),
                new Setting("work on threads", small, true));
    }

    @TestFactory
    List<DynamicTest> readersSeeWholeItemsAndMissNone() {
        return settings().stream().map(setting -> DynamicTest.dynamicTest(setting.name(), () -> run(setting))).toList();
    }

    private void run(Setting setting) throws InterruptedException, ExecutionException {
        try (MemoryDisk disk = new MemoryDisk(); Work work = setting.threads() ? new ThreadWork() : new SeededWork(3);
                Engine engine = provider().open(EngineConfig.on(disk).withWork(work).withOptions(setting.options()));
                ExecutorService readers = Executors.newFixedThreadPool(4)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                for (int i = 0; i < ITEMS; i++) {
                    put(session.table("t"), i, 20);
                }
            }
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> running = new ArrayList<>();
            for (Check check : List.<Check>of(this::checkGets, this::checkWalks, this::checkSnapshot,
                    this::checkPair)) {
                running.add(readers.submit(() -> read(engine, done, check)));
            }
            try (Session session = engine.openSession()) {
                write(engine, session);
            } finally {
                done.set(true);
            }
            for (Future<?> reader : running) {
                reader.get();
            }
            Verification verification = engine.verify();
            Assertions.assertTrue(verification.clean(), () -> verification.violations().toString());
        }
    }

    private static void read(Engine engine, AtomicBoolean done, Check check) {
        try (Session session = engine.openSession()) {
            SplittableRandom random = new SplittableRandom(SEED);
            do {
                check.run(session, session.table("t"), random);
            } while (!done.get());
        }
    }

    private static void write(Engine engine, Session session) {
        Table table = session.table("t");
        SplittableRandom random = new SplittableRandom(SEED + 1);
        WriteBatch batch = new WriteBatch();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 1; i < ITEMS; i += 2) {
                if (round % 2 == 0) {
                    put(table, i, 50 + random.nextInt(900));
                } else {
                    table.delete(key(i));
                }
            }
            for (int i = 0; i < OVERWRITES; i++) {
                put(table, 2 * random.nextInt(ITEMS / 2), i % 2 == 0 ? 20 : random.nextInt(MORE_BYTES_MAX));
                pair(session, table, batch, round * OVERWRITES + i);
            }
            if (round % CHECKPOINT_ROUNDS == CHECKPOINT_ROUNDS - 1) {
                engine.checkpoint();
            }
        }
    }

    private static void pair(Session session, Table table, WriteBatch batch, int version) {
        UnsafeBuffer value = new UnsafeBuffer(new byte[HEADER]);
        value.putInt(0, version);
        batch.clear();
        batch.put(table, Key.of("pair", "left"), value, 0, HEADER, WriteOptions.DEFAULT);
        batch.put(table, Key.of("pair", "right"), value, 0, HEADER, WriteOptions.DEFAULT);
        untilThereIsRoom(() -> session.commit(batch, Durability.ENGINE));
    }

    private void checkGets(Session session, Table table, SplittableRandom random) {
        ItemView view = new ItemView();
        for (int i = 0; i < 200; i++) {
            int item = random.nextInt(ITEMS);
            boolean exists = table.get(key(item), view);
            Assertions.assertTrue(exists || item % 2 == 1, "an item that is always there was not");
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
        Assertions.assertEquals(wanted.length,
                table.getBatch(keys, (index, item) -> checkValue(wanted[index], item)));
    }

    private void checkWalks(Session session, Table table, SplittableRandom random) {
        checkWalk(table, random.nextBoolean());
        int items = 0;
        for (int part = 0; part < 3; part++) {
            try (Cursor cursor = table.scan(part, 3)) {
                while (cursor.next()) {
                    items += cursor.key().partition().capacity() == 1 && item(cursor) % 2 == 0 ? 1 : 0;
                }
            }
        }
        Assertions.assertEquals(ITEMS / 2, items, "items that are always there, by a scan");
    }

    private void checkSnapshot(Session session, Table table, SplittableRandom random) {
        try (Snapshot snapshot = session.snapshot()) {
            Reader reader = table.at(snapshot);
            int first = checkWalk(reader, false);
            int second = checkWalk(reader, true);
            Assertions.assertEquals(first, second, "two walks at one snapshot");
            ItemView view = new ItemView();
            for (int i = 0; i < 50; i++) {
                int item = 2 * random.nextInt(ITEMS / 2);
                Assertions.assertTrue(reader.get(key(item), view), "an item that is always there was not");
                Assertions.assertTrue(view.sequence() <= snapshot.sequence(), "a version behind the snapshot");
                checkValue(item, view);
            }
        }
    }

    /** A batch is seen whole: who has seen the version of one of a pair sees it in the other, or a later one. */
    private void checkPair(Session session, Table table, SplittableRandom random) {
        ItemView view = new ItemView();
        boolean leftFirst = random.nextBoolean();
        if (table.get(Key.of("pair", leftFirst ? "left" : "right"), view)) {
            int first = view.value().getInt(0);
            Assertions.assertTrue(table.get(Key.of("pair", leftFirst ? "right" : "left"), view), "the other half");
            Assertions.assertTrue(view.value().getInt(0) >= first, "half a batch");
        }
    }

    private static int checkWalk(Reader reader, boolean reverse) {
        int before = reverse ? ITEMS : -1;
        int always = 0;
        int all = 0;
        try (Cursor cursor = reader.query(new Range().partition(key(0)).reverse(reverse))) {
            while (cursor.next()) {
                int item = item(cursor);
                Assertions.assertTrue(reverse ? item < before : item > before, "out of order");
                checkValue(item, cursor.item());
                always += item % 2 == 0 ? 1 : 0;
                all++;
                before = item;
            }
        }
        Assertions.assertEquals(ITEMS / 2, always, "items that are always there");
        return all;
    }

    private static int item(Cursor cursor) {
        return Integer.reverseBytes(cursor.key().sort().getInt(0));
    }

    private static Key key(int item) {
        UnsafeBuffer partition = new UnsafeBuffer(new byte[] {'p'});
        UnsafeBuffer sort = new UnsafeBuffer(new byte[12]);
        sort.putInt(0, Integer.reverseBytes(item));
        sort.putInt(8, item * 0x9e3779b1); // what is not the key's must not look like it
        return new Key().wrap(partition, 0, 1, sort, 0, 12);
    }

    private static void put(Table table, int item, int moreBytes) {
        UnsafeBuffer value = new UnsafeBuffer(new byte[HEADER + moreBytes]);
        value.setMemory(0, value.capacity(), (byte) (item + moreBytes));
        value.putInt(0, item);
        value.putInt(4, moreBytes);
        untilThereIsRoom(() -> table.put(key(item), value, 0, value.capacity()));
    }

    /** In a small memory the versions that snapshots hold may leave no room; they will be closed. */
    private static void untilThereIsRoom(Runnable write) {
        while (true) {
            try {
                write.run();
                return;
            } catch (EngineException.Full snapshotsHoldTooMuch) {
                Thread.onSpinWait();
            }
        }
    }

    private static void checkValue(int item, ItemView view) {
        int moreBytes = view.value().getInt(4);
        Assertions.assertEquals(item, view.value().getInt(0), "another item's value");
        Assertions.assertEquals(HEADER + moreBytes, view.length(), "length");
        for (int i = HEADER; i < view.length(); i++) {
            if (view.value().getByte(i) != (byte) (item + moreBytes)) {
                Assertions.fail("a torn value: item=" + item + ", at=" + i);
            }
        }
    }
}
