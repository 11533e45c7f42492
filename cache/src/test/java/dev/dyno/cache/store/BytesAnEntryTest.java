package dev.dyno.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dyno.api.Key;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.cache.policy.PolicyKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * What an entry of 16 bytes of key and 100 of value costs when a cache is full, everything counted: its bound by the
 * entries in it; beside Caffeine's heap for the same, without a life for each entry, which ours always has.
 */
class BytesAnEntryTest {

    private static final long BOUND = 64L << 20;
    private static final int ENTRY_BYTES = EntryLayout.HEADER_LENGTH + 16 + 100;
    /** An eighth of 4,000,000: they fill the tables of Caffeine, whose sizes are powers of two, as far. */
    private static final int CAFFEINE_ENTRIES = 500_000;
    /** What is loaded with the first entry is no cost of an entry. */
    private static final int FEW_ENTRIES = 1_000;

    /** The key as small as an object with a hash of its own can be. */
    private record BytesKey(byte[] bytes, int hash) {
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof BytesKey key && Arrays.equals(bytes, key.bytes);
        }
    }

    @Test
    void isAtMostSixTenthsOfCaffeines() {
        caffeine(FEW_ENTRIES);
        double caffeine = caffeine(CAFFEINE_ENTRIES);
        for (PolicyKind policy : List.of(PolicyKind.CLOCK, PolicyKind.LRU, PolicyKind.SIEVE)) {
            double bytes = bytesAnEntry(policy);
            assertTrue(bytes <= 0.6 * caffeine, () -> policy + "=" + bytes + ", caffeine=" + caffeine);
        }
    }

    private static double caffeine(int entries) {
        long before = heapBytes();
        Cache<BytesKey, byte[]> cache = Caffeine.newBuilder().maximumSize(entries).executor(Runnable::run).build();
        for (int i = 0; i < entries; i++) {
            byte[] key = ByteBuffer.allocate(16).putLong(i * 0x9e37_79b9_7f4a_7c15L).putLong(i).array();
            cache.put(new BytesKey(key, Arrays.hashCode(key)), new byte[100]);
        }
        cache.cleanUp();
        double bytes = (double) (heapBytes() - before) / cache.estimatedSize();
        assertEquals(entries, cache.estimatedSize());
        return bytes;
    }

    private static long heapBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double bytesAnEntry(PolicyKind policy) {
        try (GuardedMemory memory = new GuardedMemory();
                EntryStore store = new EntryStore(memory, "test", StoreSize.of(BOUND, ENTRY_BYTES, policy), policy)) {
            UnsafeBuffer keyBytes = new UnsafeBuffer(new byte[16]);
            UnsafeBuffer value = new UnsafeBuffer(new byte[100]);
            Key key = new Key();
            for (int i = 0; i < 700_000; i++) {
                keyBytes.putLong(0, i * 0x9e37_79b9_7f4a_7c15L);
                key.wrap(keyBytes, 0, 16);
                long hash = EntryStore.hash(1, key);
                store.lock(hash);
                store.put(hash, 1, key, value, 0, 100, i, -1, false);
                store.unlock(hash);
            }
            assertTrue(store.evictedBytes() > 0, "it is full");
            assertEquals(List.of(), store.check());
            long heap = (long) store.sizes().places() * policy.slotBits() / Byte.SIZE;
            assertTrue(store.regionBytes() + heap <= BOUND, "bytes=" + (store.regionBytes() + heap));
            return (double) BOUND / store.size();
        }
    }
}
