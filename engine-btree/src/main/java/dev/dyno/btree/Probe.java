package dev.dyno.btree;

import dev.dyno.api.Key;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * A key to look for: its composite bytes in memory of the owner's, and its fingerprint. Reused for every call; it
 * encodes by words, because a copy routine's call costs more than the few words of a usual key. Threads: the owner's.
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
        DirectBuffer partition = key.partition();
        DirectBuffer sort = key.sort();
        int partitionLength = partition.capacity();
        int sortLength = sort.capacity();
        UnsafeApi.putLong(address, Long.reverseBytes(key.partitionHash()));
        UnsafeApi.putShort(address + Long.BYTES, Short.reverseBytes((short) partitionLength));
        long at = address + KeyCodec.PREFIX_BYTES;
        copy(partition.byteArray(), partition.addressOffset(), at, partitionLength);
        copy(sort.byteArray(), sort.addressOffset(), at + partitionLength, sortLength);
        length = KeyCodec.PREFIX_BYTES + partitionLength + sortLength;
        derive();
    }

    /** Becomes another probe, fingerprint and all. */
    void copy(Probe other) {
        for (int i = 0; i < other.length; i += Long.BYTES) {
            UnsafeApi.putLong(address + i, UnsafeApi.getLong(other.address + i)); // both have a word behind the key
        }
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
        copy(key, UnsafeApi.arrayBaseOffset(byte[].class), address, key.length);
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

    private static void copy(byte[] array, long offset, long to, int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            UnsafeApi.putLong(to + i, UnsafeApi.getLong(array, offset + i));
        }
        for (; i < length; i++) {
            UnsafeApi.putByte(to + i, UnsafeApi.getByte(array, offset + i));
        }
    }
}
