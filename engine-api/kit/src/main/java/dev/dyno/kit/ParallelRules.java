package dev.dyno.kit;

import static dev.dyno.api.Capability.ATOMIC_BATCH;
import static dev.dyno.api.Capability.CONDITION_PRESENCE;
import static dev.dyno.api.Capability.CONDITION_SEQUENCE;
import static dev.dyno.api.Capability.CONDITION_VALUE;
import static dev.dyno.api.Capability.QUERY;
import static dev.dyno.api.Capability.SNAPSHOT;
import static dev.dyno.api.Capability.UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.kit.history.Action;
import dev.dyno.kit.history.History;
import dev.dyno.kit.history.Registers;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * P: several threads at once. What each thread does comes from the seed; how they meet is the machine's choice, so
 * these rules look for any explanation of what was observed, and never at a clock.
 */
public interface ParallelRules extends RuleFamily {

    int THREADS = 4;
    int ROUNDS = 12;
    int CALLS = 50;
    int BATCH_ITEMS = 6;

    @Test
    @Rule("P1")
    default void p1_callsOnOneKeyAreLinearizable() {
        boolean conditions = engine().capabilities().contains(CONDITION_VALUE)
                && engine().capabilities().contains(CONDITION_PRESENCE);
        for (int round = 0; round < ROUNDS; round++) {
            History<Action> history = new History<>(THREADS);
            String prefix = "round " + round + " ";
            Threads.run(fixture(), THREADS, (thread, session) -> {
                SplittableRandom random = new SplittableRandom(fixture().seed() + prefix.hashCode() * 31L + thread);
                Registered registered = new Registered(session, history.log(thread), prefix);
                for (int call = 0; call < CALLS; call++) {
                    registered.one(random, thread + "." + call, conditions);
                }
            });
            explain(history);
        }
    }

    @Test
    @Rule("P2")
    default void p2_conditionalCountersLoseNoIncrement() {
        if (lacks(CONDITION_SEQUENCE)) {
            return;
        }
        count((table, key, view) -> {
            WriteOptions options = new WriteOptions();
            UnsafeBuffer next = new UnsafeBuffer(new byte[Long.BYTES]);
            do {
                next.putLong(0, table.get(key, view) ? view.value().getLong(0) + 1 : 1);
                options.reset().ifSequence(view.sequence());
            } while (!Outcome.committed(table.put(key, next, 0, Long.BYTES, options)));
        });
    }

    @Test
    @Rule("P3")
    default void p3_updatedCountersLoseNoIncrement() {
        if (lacks(UPDATE)) {
            return;
        }
        count((table, key, view) -> table.update(key, (current, out) -> {
            out.putLong(0, current.exists() ? current.value().getLong(0) + 1 : 1);
            return Long.BYTES;
        }, WriteOptions.DEFAULT));
    }

    @Test
    @Rule("P4")
    default void p4_batchesAndSnapshotsAreSeriallyExplained() {
        if (lacks(ATOMIC_BATCH, SNAPSHOT)) {
            return;
        }
        for (int round = 0; round < ROUNDS; round++) {
            History<Action> history = new History<>(THREADS);
            String prefix = "round " + round + " ";
            Threads.run(fixture(), THREADS, (thread, session) -> {
                SplittableRandom random = new SplittableRandom(fixture().seed() + prefix.hashCode() * 31L + thread);
                Registered registered = new Registered(session, history.log(thread), prefix);
                for (int call = 0; call < CALLS / 4; call++) {
                    registered.many(random, thread + "." + call);
                }
            });
            explain(history);
        }
    }

    @Test
    @Rule("P5")
    default void p5_aReaderNeverSeesTimeGoBack() {
        Key key = Key.of("time", "");
        AtomicLong acknowledged = new AtomicLong();
        besideWriters(1, (thread, session) -> {
            Table table = session.table(Fixture.ITEMS);
            UnsafeBuffer value = new UnsafeBuffer(new byte[Long.BYTES]);
            for (int call = 1; call <= 20 * CALLS; call++) {
                value.putLong(0, call);
                table.put(key, value, 0, Long.BYTES);
                acknowledged.set(call);
            }
        }, (thread, session) -> {
            Table table = session.table(Fixture.ITEMS);
            ItemView view = new ItemView();
            long[] last = new long[1];
            return () -> {
                long atLeast = Math.max(last[0], acknowledged.get());
                last[0] = table.get(key, view) ? view.value().getLong(0) : 0;
                assertTrue(last[0] >= atLeast, "read " + last[0] + " after " + atLeast + " was acknowledged or read");
            };
        });
    }

    @Test
    @Rule("P6")
    default void p6_aValueIsNeverTorn() {
        boolean queries = engine().capabilities().contains(QUERY);
        besideWriters(THREADS / 2, (thread, session) -> {
            SplittableRandom random = new SplittableRandom(fixture().seed() + thread);
            Table table = session.table(Fixture.ITEMS);
            for (int call = 0; call < 10 * CALLS; call++) {
                // The same byte throughout; lengths differ, so that a reader may meet old bytes with a new length.
                int length = 1 + random.nextInt(call % 10 == 0 ? 9_000 : 120);
                UnsafeBuffer value = new UnsafeBuffer(new byte[length]);
                value.setMemory(0, length, (byte) length);
                table.put(ofTorn(random), value, 0, length);
            }
        }, (thread, session) -> {
            SplittableRandom random = new SplittableRandom(fixture().seed() + thread);
            Table table = session.table(Fixture.ITEMS);
            ItemView view = new ItemView();
            return () -> {
                Key key = ofTorn(random);
                if (queries && random.nextInt(8) == 0) {
                    checkQuery(table);
                } else if (table.get(key, view)) {
                    checkWhole(key, view.value());
                }
            };
        });
    }

    @Test
    @Rule("P7")
    default void p7_whoHasReadAnItemOfABatchFindsTheOthersAsNew() {
        if (lacks(ATOMIC_BATCH)) {
            return;
        }
        besideWriters(1, (thread, session) -> {
            Table table = session.table(Fixture.ITEMS);
            for (int version = 1; version <= 4 * CALLS; version++) {
                commitAll(session, table, version);
            }
        }, (thread, session) -> {
            Table table = session.table(Fixture.ITEMS);
            SplittableRandom random = new SplittableRandom(fixture().seed() + thread);
            ItemView view = new ItemView();
            return () -> {
                int first = random.nextInt(BATCH_ITEMS);
                int second = random.nextInt(BATCH_ITEMS);
                long before = table.get(ofBatch(first), view) ? view.value().getLong(0) : 0;
                long behind = table.get(ofBatch(second), view) ? view.value().getLong(0) : 0;
                assertTrue(behind >= before, "half a batch: read " + before + " in item " + first + ", then "
                        + behind + " in item " + second);
            };
        });
    }

    /** What a reader does again and again: made once for each thread. */
    @FunctionalInterface
    interface Reading {
        Runnable of(int thread, Session session);
    }

    /** The first threads write, the others read for as long as one of them does: no write goes by without readers. */
    private void besideWriters(int writers, Threads.Body writing, Reading reading) {
        AtomicInteger left = new AtomicInteger(writers);
        Threads.run(fixture(), THREADS, (thread, session) -> {
            if (thread < writers) {
                try {
                    writing.run(thread, session);
                } finally {
                    left.decrementAndGet();
                }
                return;
            }
            Runnable read = reading.of(thread, session);
            do {
                read.run();
                fixture().count();
            } while (left.get() > 0);
        });
    }

    private static Key ofTorn(SplittableRandom random) {
        return Key.of("torn", "s" + random.nextInt(8));
    }

    private static void commitAll(Session session, Table table, int version) {
        WriteBatch batch = new WriteBatch();
        UnsafeBuffer value = new UnsafeBuffer(new byte[Long.BYTES]);
        value.putLong(0, version);
        for (int item = 0; item < BATCH_ITEMS; item++) {
            batch.put(table, ofBatch(item), value, 0, Long.BYTES, WriteOptions.DEFAULT);
        }
        session.commit(batch, Durability.ENGINE);
    }

    private static Key ofBatch(int item) {
        return Key.of("batch", "s" + item);
    }

    private static void checkQuery(Table table) {
        try (Cursor cursor = table.query(Items.range("torn"))) {
            while (cursor.next()) {
                checkWhole(cursor.key(), cursor.item().value());
            }
        }
    }

    private static void checkWhole(Key key, DirectBuffer value) {
        int length = value.capacity();
        for (int i = 0; i < length; i++) {
            if (value.getByte(i) != (byte) length) {
                throw new AssertionError("torn value: key=" + key + ", bytes=" + length + ", offset=" + i + ", found="
                        + value.getByte(i) + ", expected=" + (byte) length);
            }
        }
    }

    /** Adds one to a counter. */
    @FunctionalInterface
    interface Increment {
        void run(Table table, Key key, ItemView view);
    }

    private void count(Increment increment) {
        Key key = Key.of("counter", "");
        int each = 4 * CALLS;
        Threads.run(fixture(), THREADS, (thread, session) -> {
            Table table = session.table(Fixture.ITEMS);
            ItemView view = new ItemView();
            for (int i = 0; i < each; i++) {
                increment.run(table, key, view);
                fixture().count();
            }
        });
        ItemView view = new ItemView();
        assertTrue(table().get(key, view), "the counter is there");
        assertEquals(THREADS * each, view.value().getLong(0), "increments");
    }

    private void explain(History<Action> history) {
        fixture().count();
        Registers.check(history.calls()).ifPresent(wrong -> {
            throw new AssertionError(wrong);
        });
    }
}
