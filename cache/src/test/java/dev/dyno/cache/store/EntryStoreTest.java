package dev.dyno.cache.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.dyno.api.Key;
import dev.dyno.api.layout.Field;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.cache.policy.PolicyKind;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store against a map of what was put last: it may know less, never anything else, and stays within its bound. */
class EntryStoreTest {

    private static final int TABLE = 3;
    private static final long SEED = 31_337;

    private final EntryCopy copy = new EntryCopy();

    @ParameterizedTest
    @EnumSource
    void neverKnowsAnythingButTheLast(PolicyKind policy) {
        try (GuardedMemory memory = new GuardedMemory();
                EntryStore store = new EntryStore(memory, "test", StoreSize.of(256 << 10, 64, policy), policy)) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
            Map<Integer, byte[]> last = new HashMap<>();
            long hits = 0;
            for (int i = 0; i < 60_000; i++) {
                int number = random.nextInt(random.nextBoolean() ? 50 : 3_000);
                Key key = key(number);
                if (random.nextInt(3) == 0) {
                    byte[] value = new byte[random.nextInt(100) == 0 ? random.nextInt(1_800) : random.nextInt(120)];
                    random.nextBytes(value);
                    last.put(number, value);
                    put(store, key, value, i);
                } else if (random.nextInt(50) == 0) {
                    last.remove(number);
                    remove(store, key);
                } else if (read(store, key)) {
                    hits++;
                    assertArrayEquals(last.get(number), value(), "key " + number + " at step " + i);
                }
                if (i % 10_000 == 0) {
                    assertEquals(List.of(), store.check());
                }
            }
            assertEquals(List.of(), store.check());
            assertTrue(hits > 5_000, "hits=" + hits);
            assertTrue(store.evictedBytes() > 0);
            assertTrue(memory.outstandingBytes() <= 256 << 10, "bytes=" + memory.outstandingBytes());
        }
    }

    /** A store of one size of entries turns to another size without losing room: no slab keeps what it once got. */
    @Test
    void aChangeOfSizesLosesNoRoom() {
        try (GuardedMemory memory = new GuardedMemory(); EntryStore store = store(memory, 4 << 20, 48)) {
            long capacity = store.sizes().shardCapacity();
            for (int size : new int[] {3_000, 500, 12_000, 900, 3_000}) {
                for (int i = 0; i < 3 * capacity / size; i++) {
                    put(store, key(i), new byte[size], 1);
                }
                assertTrue(store.liveBytes() > capacity * 95 / 100 - size,
                        "size=" + size + ", live=" + store.liveBytes() + ", capacity=" + capacity);
                assertEquals(List.of(), store.check());
            }
        }
    }

    @Test
    void anEntryLargerThanIsKeptForgetsWhatWasKnown() {
        try (GuardedMemory memory = new GuardedMemory(); EntryStore store = store(memory, 256 << 10, 64)) {
            assertTrue(put(store, key(1), new byte[100], 1));
            assertFalse(put(store, key(1), new byte[store.sizes().entryBytesMax()], 2));
            assertFalse(read(store, key(1)));
            assertTrue(put(store, key(1), new byte[store.sizes().entryBytesMax() - 100], 3));
            assertTrue(read(store, key(1)));
        }
    }

    @Test
    void aCacheThatCanHoldNothingIsRefused() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> StoreSize.of(1_000, 64, PolicyKind.LRU));
        assertTrue(refusal.getMessage().contains("bytes=1000, limit=64KiB"), refusal::getMessage);
    }

    @Test
    void negativeEntriesAndTablesAreToldApart() {
        try (GuardedMemory memory = new GuardedMemory(); EntryStore store = store(memory, 256 << 10, 64)) {
            Key key = key(5);
            long hash = EntryStore.hash(TABLE, key);
            store.lock(hash);
            store.put(hash, TABLE, key, new UnsafeBuffer(0, 0), 0, 0, 9, -1, true);
            store.unlock(hash);
            assertTrue(read(store, key));
            assertTrue(copy.isNegative());
            assertEquals(9, copy.sequence());
            assertFalse(store.read(EntryStore.hash(4, key), 4, key, copy));
        }
    }

    /** On both sides of every border between the narrow header and the wide one. */
    @Test
    void whatANarrowHeaderHasNoRoomForIsKeptToo() {
        try (GuardedMemory memory = new GuardedMemory(); EntryStore store = store(memory, 32 << 20, 64)) {
            int kept = 0;
            for (int table : new int[] {1, 255, 256, Integer.MAX_VALUE}) {
                for (int partition : new int[] {1, 255, 256, 2_048}) {
                    for (int sort : new int[] {0, 255, 256, 1_024}) {
                        keepAndReadBack(store, table, partition, sort, 0, 1);
                        kept++;
                    }
                }
            }
            for (int length : new int[] {0, 1, (1 << 14) - 1, 1 << 14, store.sizes().entryBytesMax() - 1_000}) {
                for (long sequence : new long[] {0, (1L << 32) - 1, (1L << 40) - 1, 1L << 40, Long.MAX_VALUE}) {
                    keepAndReadBack(store, 77, 16, 8, length, sequence);
                }
            }
            keepAndReadBack(store, 78, 1 << 16, 0, 10, 1);
            assertEquals(List.of(), store.check());
            int[] seen = new int[1];
            store.visit((hash, table, key, item) -> {
                assertEquals(hash, EntryStore.hash(table, key));
                seen[0]++;
            });
            assertEquals(kept + 2, seen[0]);
        }
    }

    private void keepAndReadBack(EntryStore store, int table, int partition, int sort, int length, long sequence) {
        byte[] key = new byte[partition + sort];
        Arrays.fill(key, (byte) (partition + sort));
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) sequence);
        UnsafeBuffer bytes = new UnsafeBuffer(key);
        Key asked = new Key().wrap(bytes, 0, partition, bytes, partition, sort);
        long hash = EntryStore.hash(table, asked);
        String where = "table=" + table + ", partition=" + partition + ", sort=" + sort + ", length=" + length
                + ", sequence=" + sequence;
        store.lock(hash);
        assertTrue(store.put(hash, table, asked, new UnsafeBuffer(value), 0, length, sequence, 12_345, false), where);
        store.unlock(hash);
        assertTrue(store.read(hash, table, asked, copy), where);
        assertArrayEquals(value, value(), where);
        assertEquals(sequence, copy.sequence(), where);
        assertEquals(12_345, copy.deadline(), where);
        assertFalse(copy.isNegative(), where);
    }

    @Test
    void aHitAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().threadId();
        try (GuardedMemory memory = new GuardedMemory(); EntryStore store = store(memory, 256 << 10, 64)) {
            put(store, key(7), new byte[100], 1);
            Key key = key(7);
            readMany(store, key, 50_000);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 10 && least > 0; round++) {
                long before = threads.getThreadAllocatedBytes(self);
                readMany(store, key, 100_000);
                least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
            }
            assertEquals(0, least, "bytes of 100,000 hits, compiled");
        }
    }

    /** Readers without locks beside a writer that moves and reuses everything: values say their key and length. */
    @Test
    void readersSeeWholeValuesWhileAWriterChurns() throws InterruptedException {
        try (GuardedMemory memory = new GuardedMemory(); EntryStore store = store(memory, 128 << 10, 64)) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    EntryCopy own = new EntryCopy();
                    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + 1);
                    while (done.getCount() > 0) {
                        int number = random.nextInt(400);
                        Key key = key(number);
                        long hash = EntryStore.hash(TABLE, key);
                        if (store.read(hash, TABLE, key, own)) {
                            store.hit(hash, own);
                            checkWhole(number, own);
                        }
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + 2);
            for (int i = 0; i < 300_000 && failure.get() == null; i++) {
                int number = random.nextInt(400);
                byte[] value = new byte[4 + random.nextInt(600)];
                Arrays.fill(value, (byte) (number + value.length));
                put(store, key(number), value, i);
            }
            done.countDown();
            reader.join();
            if (failure.get() != null) {
                throw new AssertionError("reader failed, seed=" + SEED, failure.get());
            }
            assertEquals(List.of(), store.check());
        }
    }

    @Test
    void bothHeadersBeginAlike() {
        for (int i = 0; i < 3; i++) {
            Field narrow = EntryLayout.LAYOUT.fields().get(i);
            Field wide = WideEntryLayout.LAYOUT.fields().get(i);
            assertEquals(narrow.name() + narrow.type() + narrow.offset(), wide.name() + wide.type() + wide.offset());
        }
    }

    private static void checkWhole(int number, EntryCopy own) {
        byte expected = (byte) (number + own.length());
        for (int i = 0; i < own.length(); i++) {
            if (own.buffer().getByte(i) != expected) {
                throw new AssertionError("torn: key=" + number + ", length=" + own.length() + ", at=" + i);
            }
        }
    }

    private void readMany(EntryStore store, Key key, int times) {
        long hash = EntryStore.hash(TABLE, key);
        for (int i = 0; i < times; i++) {
            if (store.read(hash, TABLE, key, copy)) {
                store.hit(hash, copy);
            }
        }
    }

    private static EntryStore store(GuardedMemory memory, long bytes, int entryBytes) {
        return new EntryStore(memory, "test", StoreSize.of(bytes, entryBytes, PolicyKind.LRU), PolicyKind.LRU);
    }

    private static Key key(int number) {
        return number % 3 == 0 ? Key.of("alone-" + number, "") : Key.of("partition-" + number / 7, "s" + number);
    }

    private static boolean put(EntryStore store, Key key, byte[] value, long sequence) {
        long hash = EntryStore.hash(TABLE, key);
        store.lock(hash);
        try {
            return store.put(hash, TABLE, key, new UnsafeBuffer(value), 0, value.length, sequence, -1, false);
        } finally {
            store.unlock(hash);
        }
    }

    private static void remove(EntryStore store, Key key) {
        long hash = EntryStore.hash(TABLE, key);
        store.lock(hash);
        try {
            store.remove(hash, TABLE, key);
        } finally {
            store.unlock(hash);
        }
    }

    private boolean read(EntryStore store, Key key) {
        long hash = EntryStore.hash(TABLE, key);
        if (store.read(hash, TABLE, key, copy)) {
            store.hit(hash, copy);
            return true;
        }
        return false;
    }

    private byte[] value() {
        byte[] value = new byte[copy.length()];
        copy.buffer().getBytes(0, value);
        return value;
    }
}
