package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.core.page.KeyBytes;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * A key to look for: partition and sort key behind each other in memory of the owner's, and their hash. Reused for
 * every call; bytes are copied by words, because a copy routine's call costs more than the few words of a usual key.
 * Threads: the owner's.
 */
final class Probe {

    /** Memory that a probe takes: the longest key. */
    static final int BYTES = 4096;
    private static final int SORT_SHIFT = 16;

    final long address;
    int partitionLength;
    int length;
    /** Partition and sort length as a record has them, in one word. */
    int lengths;
    long hash;

    Probe(long address) {
        this.address = address;
    }

    void set(Key key, KeyHash hashes) {
        setPartition(key.partition());
        DirectBuffer sort = key.sort();
        KeyBytes.copy(sort, sort.capacity(), address + partitionLength);
        setSort(sort.capacity(), hashes);
    }

    /** Whether it is this key. */
    boolean holds(Key key) {
        DirectBuffer partition = key.partition();
        DirectBuffer sort = key.sort();
        return lengths == (partition.capacity() | sort.capacity() << SORT_SHIFT)
                && equal(partition.byteArray(), partition.addressOffset(), address, partitionLength)
                && equal(sort.byteArray(), sort.addressOffset(), sortAddress(), sort.capacity());
    }

    private static boolean equal(byte[] array, long offset, long to, int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (UnsafeApi.getLong(to + i) != UnsafeApi.getLong(array, offset + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (UnsafeApi.getByte(to + i) != UnsafeApi.getByte(array, offset + i)) {
                return false;
            }
        }
        return true;
    }

    /** The partition of the keys that {@link #setSort} completes. */
    void setPartition(DirectBuffer partition) {
        partitionLength = partition.capacity();
        KeyBytes.copy(partition, partitionLength, address);
    }

    /** The same, from off-heap memory. */
    void setPartition(long partition, int bytes) {
        partitionLength = bytes;
        KeyBytes.copy(partition, address, bytes);
    }

    /** A sort key in off-heap memory. */
    void setSort(long sort, int sortLength, KeyHash hashes) {
        KeyBytes.copy(sort, sortAddress(), sortLength);
        setSort(sortLength, hashes);
    }

    private void setSort(int sortLength, KeyHash hashes) {
        length = partitionLength + sortLength;
        lengths = partitionLength | sortLength << SORT_SHIFT;
        hash = hashes.ofItem(address, partitionLength, length);
    }

    /** A sort key whose hash with the partition is known. */
    void setSort(long sort, int sortLength, long knownHash) {
        KeyBytes.copy(sort, sortAddress(), sortLength);
        length = partitionLength + sortLength;
        lengths = partitionLength | sortLength << SORT_SHIFT;
        hash = knownHash;
    }

    /** The key of a record. */
    void set(long record, KeyHash hashes) {
        partitionLength = RecordLayout.PARTITION_LENGTH.get(record);
        int sortLength = RecordLayout.SORT_LENGTH.get(record);
        KeyBytes.copy(Records.key(record), address, partitionLength + sortLength);
        setSort(sortLength, hashes);
    }

    long sortAddress() {
        return address + partitionLength;
    }

    int sortLength() {
        return length - partitionLength;
    }
}
