package dev.dyno.lsm.entry;

import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Hash of a composite key: the partition's hash, which the key begins with, mixed with the words of the sort key. Part
 * of the table format: filters and fingerprints are made of it.
 *
 * <p>The final mix is that of MurmurHash3 (Appleby), so that all bits depend on all.
 */
public final class KeyHash {

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private KeyHash() {
    }

    /** Of a composite key as {@link KeyCodec} makes them. */
    public static long of(long key, int length) {
        return of(key, length, partitionBytes(key));
    }

    /** @param partitionBytes bytes before the sort key */
    static long of(long key, int length, int partitionBytes) {
        long hash = partition(key);
        long at = key + partitionBytes;
        int left = length - partitionBytes;
        for (; left > 0; left -= Long.BYTES) {
            hash = (hash ^ KeyBytes.head(at, left)) * MULTIPLIER;
            hash ^= hash >>> 32;
            at += Long.BYTES;
        }
        return mix(hash + length);
    }

    /** The partition's part of a composite key: what filters of partitions are made of. */
    public static long ofPartition(long key) {
        return mix(partition(key));
    }

    /** Bytes before the sort key: equal exactly in keys of one partition. */
    public static int partitionBytes(long key) {
        return KeyCodec.PREFIX_BYTES + KeyCodec.partitionLength(key);
    }

    private static long partition(long key) {
        return Long.reverseBytes(UnsafeApi.getLong(key));
    }

    private static long mix(long hash) {
        long h = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
