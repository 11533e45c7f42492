package dev.dyno.hash;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The hash of one table's keys: seeded, so that keys which collide in one table, by chance or by somebody's intent, do
 * not in another, and nobody can find such keys without the seed. Threads: any.
 *
 * <p>Source: wyhash (Wang Yi), computed by hash4j.
 */
final class KeyHash {

    private static final ByteAccess<KeyHash> ACCESS = new AddressAccess();
    private static final ByteAccess<DirectBuffer> BUFFER_ACCESS = new BufferAccess();
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final Hasher64 hasher;

    KeyHash(long engineSeed, int tableId) {
        hasher = Hashing.wyhashFinal4((engineSeed ^ tableId) * MULTIPLIER);
    }

    /** Of partition and sort key, which lie behind each other. */
    long ofItem(long address, int partitionLength, int length) {
        return ofItem(hasher.hashBytesToLong(this, address, length, ACCESS), partitionLength);
    }

    /** Of an item without a sort key. */
    long ofItem(DirectBuffer partition) {
        return ofItem(ofPartition(partition), partition.capacity());
    }

    private static long ofItem(long hashOfBytes, int partitionLength) {
        long hash = (hashOfBytes ^ partitionLength) * MULTIPLIER; // "ab" "c" is not "a" "bc"
        return hash ^ hash >>> 32;
    }

    long ofPartition(long address, int length) {
        return hasher.hashBytesToLong(this, address, length, ACCESS);
    }

    long ofPartition(DirectBuffer partition) {
        return hasher.hashBytesToLong(partition, 0, partition.capacity(), BUFFER_ACCESS);
    }

    /** Offsets are raw addresses. */
    private static final class AddressAccess implements ByteAccess<KeyHash> {
        @Override
        public byte getByte(KeyHash data, long address) {
            return UnsafeApi.getByte(address);
        }

        @Override
        public int getInt(KeyHash data, long address) {
            return UnsafeApi.getInt(address);
        }

        @Override
        public long getLong(KeyHash data, long address) {
            return UnsafeApi.getLong(address);
        }
    }

    /** The same bytes in a buffer. */
    private static final class BufferAccess implements ByteAccess<DirectBuffer> {
        @Override
        public byte getByte(DirectBuffer data, long index) {
            return data.getByte((int) index);
        }

        @Override
        public int getInt(DirectBuffer data, long index) {
            return data.getInt((int) index);
        }

        @Override
        public long getLong(DirectBuffer data, long index) {
            return data.getLong((int) index);
        }
    }
}
