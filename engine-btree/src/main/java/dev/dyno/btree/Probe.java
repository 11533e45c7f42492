package dev.dyno.btree;

import dev.dyno.api.Key;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * A key to look for: its composite bytes in memory of the owner's, and its fingerprint. Reused for every call.
 * Threads: the owner's.
 */
final class Probe {

    /** Memory that a probe takes: the longest key, and room to load a word behind it. */
    static final int BYTES = 4096;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    final long address;
    int length;
    long fingerprints;
    /** First 8 bytes of the sort key, as a big-endian number padded with zeros. */
    long tie;

    Probe(long address) {
        this.address = address;
    }

    void set(Key key) {
        length = KeyCodec.encode(key, address);
        derive();
    }

    /** Becomes another probe, fingerprint and all. */
    void copy(Probe other) {
        KeyBytes.copy(other.address, address, other.length);
        length = other.length;
        fingerprints = other.fingerprints;
        tie = other.tie;
    }

    boolean hasSameBytes(Probe other) {
        if (length != other.length) {
            return false;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (UnsafeApi.getLong(address + i) != UnsafeApi.getLong(other.address + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (UnsafeApi.getByte(address + i) != UnsafeApi.getByte(other.address + i)) {
                return false;
            }
        }
        return true;
    }

    private void derive() {
        fingerprints = fingerprints(address, length);
        int partition = partitionBytes();
        tie = KeyBytes.head(address + partition, length - partition);
    }

    /** Bytes before the sort key: equal exactly in keys of one partition. */
    int partitionBytes() {
        return KeyCodec.PREFIX_BYTES + KeyCodec.partitionLength(address);
    }

    /** Looks for a key that is composite already. */
    void set(long key, int keyLength) {
        UnsafeApi.copyMemory(key, address, keyLength);
        length = keyLength;
        derive();
    }

    /** As above, from the heap. */
    void set(byte[] key) {
        UnsafeApi.copyMemory(key, UnsafeApi.arrayBaseOffset(byte[].class), null, address, key.length);
        length = key.length;
        derive();
    }

    /**
     * The fingerprint of a composite key, in each of 8 bytes: a byte that is equal for equal keys and differs for most
     * others. Of hash and sort key only: the partition key is in the hash.
     */
    static long fingerprints(long key, int length) {
        int start = KeyCodec.PREFIX_BYTES + KeyCodec.partitionLength(key);
        long mixed = UnsafeApi.getLong(key);
        int i = start;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            mixed = (mixed ^ UnsafeApi.getLong(key + i)) * MULTIPLIER;
            mixed ^= mixed >>> 32;
        }
        for (; i < length; i++) {
            mixed = (mixed ^ UnsafeApi.getByte(key + i)) * MULTIPLIER;
        }
        return (mixed * MULTIPLIER >>> 56) * 0x0101010101010101L;
    }
}
