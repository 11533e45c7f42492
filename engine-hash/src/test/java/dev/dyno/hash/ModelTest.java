package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
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
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.run.SeededWork;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An engine of small segments beside a sorted map: puts, deletes, snapshots that stay open for a while, checkpoints,
 * reclaiming, eviction, closing and opening again; then every item by get, by query both ways and by scan.
 */
class ModelTest {

    private static final int LIVES = 4;
    private static final int STEPS = 3_000;

    private final UnsafeBuffer partition = new UnsafeBuffer(new byte[Key.PARTITION_BYTES_MAX]);
    private final UnsafeBuffer sort = new UnsafeBuffer(new byte[Key.SORT_BYTES_MAX]);
    private final Key key = new Key();
    /** By partition number, then by sort key. */
    private TreeMap<Integer, TreeMap<byte[], byte[]>> model = new TreeMap<>();

    /** What was there when a snapshot was opened. */
    private record Held(Snapshot snapshot, TreeMap<Integer, TreeMap<byte[], byte[]>> model) {
    }

    /** Kinds: many small partitions, one that holds everything, the longest keys; mostly puts or mostly deletes. */
    @ParameterizedTest
    @CsvSource({"1, 200, 12, 70, true", "2, 1, 12, 70, true", "3, 3, 1024, 60, true", "4, 40, 9, 90, false",
            "5, 1, 1024, 35, true"})
    void behavesAsASortedMap(long seed, int partitions, int sortMax, int putPercent, boolean inPlace) {
        SplittableRandom random = new SplittableRandom(seed);
        try (MemoryDisk disk = new MemoryDisk()) {
            for (int life = 0; life < LIVES; life++) {
                try (GuardedMemory memory = new GuardedMemory(); SeededWork work = new SeededWork(seed + life);
                        Engine engine = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work)
                                .withMemory(memory).withOptions(new HashEngineProvider().miniature())
                                .withOption("update-in-place", Boolean.toString(inPlace)))) {
                    if (life == 0) {
                        engine.createTable(TableSpec.sorted("t"));
                    }
                    live(engine, random, partitions, sortMax, life % 2 == 0 ? putPercent : 100 - putPercent);
                }
            }
        }
    }

    private void live(Engine engine, SplittableRandom random, int partitions, int sortMax, int putPercent) {
        ArrayDeque<Held> held = new ArrayDeque<>();
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            check(table, random);
            for (int step = 0; step < STEPS; step++) {
                int number = random.nextInt(partitions);
                byte[] sortKey = draw(random, number, sortMax);
                if (random.nextInt(100) < putPercent) {
                    byte[] value = new byte[length(random)];
                    random.nextBytes(value);
                    table.put(key, new UnsafeBuffer(value), 0, value.length);
                    model.computeIfAbsent(number, p -> new TreeMap<>(Arrays::compareUnsigned)).put(sortKey, value);
                } else {
                    delete(table, number, sortKey);
                }
                if (step % 400 == 399) {
                    held.add(new Held(session.snapshot(), copy()));
                }
                if (step % 500 == 499) {
                    engine.checkpoint();
                    assertClean(engine);
                }
                if (held.size() > 2) {
                    check(table, held.remove(), random);
                }
            }
            check(table, random);
            while (!held.isEmpty()) {
                check(table, held.remove(), random);
            }
            engine.checkpoint();
            assertClean(engine);
        }
    }

    private void check(Table table, Held one, SplittableRandom random) {
        TreeMap<Integer, TreeMap<byte[], byte[]>> now = model;
        model = one.model();
        check(table.at(one.snapshot()), random);
        model = now;
        one.snapshot().close();
    }

    private TreeMap<Integer, TreeMap<byte[], byte[]>> copy() {
        TreeMap<Integer, TreeMap<byte[], byte[]>> copy = new TreeMap<>();
        model.forEach((number, items) -> copy.put(number, new TreeMap<>(items)));
        return copy;
    }

    /** Mostly an item that exists, because a random key rarely does. */
    private void delete(Table table, int number, byte[] sortKey) {
        TreeMap<byte[], byte[]> items = model.getOrDefault(number, new TreeMap<>(Arrays::compareUnsigned));
        byte[] near = items.floorKey(sortKey);
        byte[] found = near != null ? near : items.isEmpty() ? sortKey : items.firstKey();
        wrap(number, found);
        long outcome = table.delete(key);
        assertEquals(items.remove(found) != null, outcome > 0);
        if (items.isEmpty()) {
            model.remove(number);
        }
    }

    private static int length(SplittableRandom random) {
        int kind = random.nextInt(40);
        return kind == 0 ? random.nextInt(100_000) : kind < 4 ? random.nextInt(3_000) : random.nextInt(64);
    }

    private static void assertClean(Engine engine) {
        Verification verification = engine.verify();
        assertTrue(verification.clean(), () -> verification.violations().toString());
    }

    private byte[] draw(SplittableRandom random, int number, int sortMax) {
        int length = sortMax > 100 && random.nextBoolean() ? sortMax : random.nextInt(sortMax + 1);
        byte[] bytes = new byte[length];
        for (int i = Math.max(0, length - 3); i < length; i++) {
            bytes[i] = (byte) (random.nextInt(4) * 85);
        }
        if (length > 0) {
            bytes[0] = (byte) random.nextInt(256);
        }
        wrap(number, bytes);
        return bytes;
    }

    private void wrap(int number, byte[] sortKey) {
        int length = number % 5 == 4 ? Key.PARTITION_BYTES_MAX : Integer.BYTES;
        partition.putInt(0, number);
        sort.putBytes(0, sortKey);
        key.wrap(partition, 0, length, sort, 0, sortKey.length);
    }

    private void check(Reader reader, SplittableRandom random) {
        ItemView view = new ItemView();
        long items = 0;
        for (Map.Entry<Integer, TreeMap<byte[], byte[]>> one : model.entrySet()) {
            items += one.getValue().size();
            one.getValue().forEach((sortKey, value) -> {
                wrap(one.getKey(), sortKey);
                assertTrue(reader.get(key, view), "an item that is there");
                assertIs(value, view);
            });
            checkQuery(reader, one.getKey(), one.getValue(), random.nextBoolean());
        }
        int parts = 1 + random.nextInt(3);
        long scanned = 0;
        for (int part = 0; part < parts; part++) {
            try (Cursor cursor = reader.scan(part, parts)) {
                while (cursor.next()) {
                    byte[] sortKey = new byte[cursor.key().sort().capacity()];
                    cursor.key().sort().getBytes(0, sortKey);
                    assertIs(model.get(cursor.key().partition().getInt(0)).get(sortKey), cursor.item());
                    scanned++;
                }
            }
        }
        assertEquals(items, scanned);
    }

    private void checkQuery(Reader reader, int number, TreeMap<byte[], byte[]> items, boolean reverse) {
        wrap(number, new byte[0]);
        try (Cursor cursor = reader.query(new Range().partition(key).reverse(reverse))) {
            for (Map.Entry<byte[], byte[]> item : (reverse ? items.descendingMap() : items).entrySet()) {
                assertTrue(cursor.next(), "an item that is there");
                byte[] sortKey = new byte[cursor.key().sort().capacity()];
                cursor.key().sort().getBytes(0, sortKey);
                assertArrayEquals(item.getKey(), sortKey);
                assertIs(item.getValue(), cursor.item());
            }
            assertTrue(!cursor.next(), "the end");
        }
    }

    private static void assertIs(byte[] expected, ItemView found) {
        assertEquals(expected.length, found.length());
        byte[] bytes = new byte[found.length()];
        found.value().getBytes(0, bytes);
        assertArrayEquals(expected, bytes);
    }
}
