package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.run.SeededWork;
import dev.dyno.core.key.KeyCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random writes beside a sorted map, through splits, merges, checkpoints, reopens and snapshots, with the keys that are
 * hard for a tree of heads and prefixes: equal in their first bytes, prefixes of others, as long as they may be, all in
 * one partition.
 */
class TreeModelTest {

    /** Composite keys in their order. */
    private static final class Model extends TreeMap<byte[], byte[]> {
        private static final long serialVersionUID = 1L;

        Model() {
            super(Arrays::compareUnsigned);
        }
    }

    private record Held(Snapshot snapshot, Model model) {
    }

    private static final byte FILL = 'k';
    private final UnsafeBuffer partition = new UnsafeBuffer(new byte[Key.PARTITION_BYTES_MAX]);
    private final UnsafeBuffer sort = new UnsafeBuffer(new byte[Key.SORT_BYTES_MAX]);
    private final Key key = new Key();
    private Model model = new Model();

    @ParameterizedTest
    @CsvSource({"1,4KiB,SHORT,16GiB", "2,4KiB,LONG,256KiB", "3,8KiB,LONG,16GiB", "4,16KiB,LONG,16GiB",
            "5,4KiB,ONE,256KiB", "6,16KiB,SHORT,16GiB", "7,32KiB,LONG,16GiB", "8,8KiB,ONE,16GiB", "9,1KiB,LONG,16GiB",
            "10,2KiB,ONE,256KiB"})
    void holdsWhatAMapHolds(long seed, String pageBytes, String keys, String memoryBytes) {
        run(seed, keys, Map.of("page-bytes", pageBytes, "memory-bytes", memoryBytes));
    }

    @ParameterizedTest
    @CsvSource({"21,SHORT", "22,LONG", "23,ONE"})
    void holdsItWithTheOtherChoicesOfEveryOption(long seed, String keys) {
        run(seed, keys, Map.of("page-bytes", "8KiB", "leaf-search", "heads", "split-policy", "middle",
                "merge-percent", "50", "log-store", "write"));
        model = new Model();
        run(seed, keys, Map.of("page-bytes", "8KiB", "append-fill-percent", "60", "merge-percent", "0"));
    }

    private void run(long seed, String keys, Map<String, String> options) {
        SplittableRandom random = new SplittableRandom(seed);
        try (GuardedMemory memory = new GuardedMemory(); MemoryDisk disk = new MemoryDisk();
                SeededWork work = new SeededWork(seed)) {
            EngineConfig config = EngineConfig.on(disk).withMemory(memory).withWork(work).withOptions(options)
                    .withOption("log-segment-bytes", "64KiB");
            for (int life = 0; life < 4; life++) {
                try (Engine engine = new BTreeEngineProvider().open(config)) {
                    if (life == 0) {
                        engine.createTable(TableSpec.sorted("t"));
                    }
                    // grow, shrink to almost nothing, grow again
                    live(engine, random, keys, life % 2 == 0 ? 70 : 30, 2_500);
                }
            }
        }
    }

    private void live(Engine engine, SplittableRandom random, String keys, int putPercent, int steps) {
        List<Held> held = new ArrayList<>();
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            check(table, random);
            for (int step = 0; step < steps; step++) {
                draw(random, keys, engine.limits().partitionBytes(), engine.limits().sortBytes());
                if (random.nextInt(100) < putPercent) {
                    byte[] value = new byte[length(random)];
                    random.nextBytes(value);
                    byte[] composite = composite();
                    while (!tryPut(table, value)) {
                        close(held.removeFirst(), table, random);
                        setKey(composite);
                    }
                    model.put(composite, value);
                } else {
                    deleteOneThatIs(table, random);
                }
                if (step % 500 == 250 && held.size() < 3) {
                    held.add(new Held(session.snapshot(), (Model) model.clone()));
                }
                if (step % 700 == 699) {
                    engine.checkpoint();
                    assertClean(engine);
                }
            }
            check(table, random);
            for (Held one : held) {
                close(one, table, random);
            }
            assertClean(engine);
        }
    }

    /** @return false if snapshots hold so much memory that the put is refused */
    private boolean tryPut(Table table, byte[] value) {
        try {
            return table.put(key, new UnsafeBuffer(value), 0, value.length) > 0;
        } catch (EngineException.Full e) {
            return false;
        }
    }

    private void close(Held one, Table table, SplittableRandom random) {
        Model now = model;
        model = one.model();
        check(table.at(one.snapshot()), random);
        model = now;
        one.snapshot().close();
    }

    private void setKey(byte[] composite) {
        UnsafeBuffer bytes = new UnsafeBuffer(composite);
        int length = (composite[8] & 0xff) << 8 | composite[9] & 0xff;
        int end = KeyCodec.PREFIX_BYTES + length;
        key.wrap(bytes, KeyCodec.PREFIX_BYTES, length, bytes, end, composite.length - end);
    }

    private static int length(SplittableRandom random) {
        int kind = random.nextInt(20);
        return kind == 0 ? random.nextInt(20_000) : kind < 3 ? random.nextInt(3_000) : random.nextInt(150);
    }

    private static void assertClean(Engine engine) {
        Verification verification = engine.verify();
        assertTrue(verification.clean(), () -> verification.violations().toString());
    }

    /** Mostly an item that exists, because a random key rarely does. */
    private void deleteOneThatIs(Table table, SplittableRandom random) {
        byte[] near = model.floorKey(composite());
        byte[] found = near != null ? near : model.isEmpty() ? composite() : model.firstKey();
        setKey(found);
        long outcome = table.delete(key);
        assertEquals(model.remove(found) != null, outcome > 0);
    }

    private void draw(SplittableRandom random, String keys, int partitionMax, int sortMax) {
        partition.setMemory(0, partition.capacity(), FILL);
        sort.setMemory(0, sort.capacity(), FILL);
        int partitionLength;
        int sortLength;
        switch (keys) {
            case "SHORT" -> {
                partitionLength = 1 + random.nextInt(3);
                sortLength = random.nextInt(4);
                partition.putByte(partitionLength - 1, (byte) random.nextInt(256));
                for (int i = 0; i < sortLength; i++) {
                    sort.putByte(i, (byte) (random.nextBoolean() ? 0 : random.nextInt(256)));
                }
            }
            case "ONE" -> {
                partitionLength = 16;
                sortLength = 9 + random.nextInt(8);
                sort.putByte(sortLength - 1, (byte) random.nextInt(256));
                sort.putByte(8, (byte) random.nextInt(16));
            }
            default -> {
                partitionLength = random.nextBoolean() ? partitionMax : 1 + random.nextInt(partitionMax);
                sortLength = random.nextBoolean() ? sortMax : random.nextInt(sortMax + 1);
                partition.putByte(partitionLength - 1, (byte) random.nextInt(6));
                if (sortLength > 0) {
                    sort.putByte(sortLength - 1, (byte) random.nextInt(256));
                }
            }
        }
        key.wrap(partition, 0, partitionLength, sort, 0, sortLength);
    }

    private byte[] composite() {
        int partitionLength = key.partition().capacity();
        byte[] bytes = new byte[KeyCodec.length(key)];
        new UnsafeBuffer(bytes).putLong(0, Long.reverseBytes(key.partitionHash()));
        bytes[8] = (byte) (partitionLength >>> 8);
        bytes[9] = (byte) partitionLength;
        key.partition().getBytes(0, bytes, KeyCodec.PREFIX_BYTES, partitionLength);
        key.sort().getBytes(0, bytes, KeyCodec.PREFIX_BYTES + partitionLength, key.sort().capacity());
        return bytes;
    }

    /** Every item by a scan in parts, and a sample by get. */
    private void check(Reader reader, SplittableRandom random) {
        int parts = 1 + random.nextInt(3);
        List<byte[]> walked = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            try (Cursor cursor = reader.scan(part, parts)) {
                while (cursor.next()) {
                    key.wrap(cursor.key());
                    byte[] composite = composite();
                    walked.add(composite);
                    assertTrue(isValue(model.get(composite), cursor.item()), "value of a scan");
                }
            }
        }
        assertEquals(model.size(), walked.size());
        int i = 0;
        ItemView view = new ItemView();
        for (byte[] expected : model.keySet()) {
            assertTrue(Arrays.equals(expected, walked.get(i++)), "order of a scan");
            if (random.nextInt(8) == 0) {
                setKey(expected);
                assertTrue(reader.get(key, view), "get of an item that is");
                assertTrue(isValue(model.get(expected), view), "value of a get");
            }
        }
    }

    private static boolean isValue(byte[] expected, ItemView found) {
        if (expected == null || expected.length != found.length()) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (found.value().getByte(i) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
