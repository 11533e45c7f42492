package dev.dyno.core.key;

import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.core.page.KeyBytes;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * A partition key and a sort key as one byte string, for engines that order items in one sequence: the partition's hash
 * (8 bytes, most significant first), its length (2 bytes, most significant first), the partition key, the sort key.
 *
 * <p>Byte order of the results: items of a partition lie together, in the byte order of their sort keys, because what
 * comes before the sort key is the same for all of them and for no other. Partitions are in the order of their hashes,
 * so the first word is uniform (a guess by interpolation lands near), and equal parts of the hash range are equal parts
 * of a table. Two partitions of one hash are told apart by length and bytes.
 *
 * <p>Invariants
 * <ul>
 * <li>K1 decoding gives back what was encoded
 * <li>K2 results compare equal exactly if the keys do; within a partition they compare as the sort keys do
 * </ul>
 *
 * <p>Threads: none of its own; the bytes are the caller's.
 */
public final class KeyCodec {

    private static final int HASH_BYTES = 8;
    /** Before the partition key. */
    public static final int PREFIX_BYTES = HASH_BYTES + 2;
    /** The longest result. */
    public static final int BYTES_MAX = PREFIX_BYTES + Key.PARTITION_BYTES_MAX + Key.SORT_BYTES_MAX;

    private KeyCodec() {
    }

    public static int length(Key key) {
        return PREFIX_BYTES + key.partition().capacity() + key.sort().capacity();
    }

    /** Stores the key at {@code address}, which has room for {@link #length}. @return bytes stored */
    public static int encode(Key key, long address) {
        int end = encodePartition(key, address);
        int sort = key.sort().capacity();
        KeyBytes.copy(key.sort(), sort, address + end);
        return end + sort;
    }

    /** Stores what all keys of the partition begin with. @return bytes stored */
    public static int encodePartition(Key key, long address) {
        int partition = key.partition().capacity();
        UnsafeApi.putLong(address, Long.reverseBytes(key.partitionHash()));
        UnsafeApi.putShort(address + HASH_BYTES, Short.reverseBytes((short) partition));
        KeyBytes.copy(key.partition(), partition, address + PREFIX_BYTES);
        return PREFIX_BYTES + partition;
    }

    public static int partitionLength(long address) {
        return Short.reverseBytes(UnsafeApi.getShort(address + HASH_BYTES)) & 0xffff;
    }

    /**
     * Wraps {@code into} over the bytes: valid while they are.
     *
     * @throws EngineException.Corrupt if they are not a key; {@code file} and {@code position} say where they were read
     */
    public static void decode(long address, int length, Key into, String file, long position) {
        int partition = length < PREFIX_BYTES ? 0 : partitionLength(address);
        int sort = length - PREFIX_BYTES - partition;
        if (partition == 0 || partition > Key.PARTITION_BYTES_MAX || sort < 0 || sort > Key.SORT_BYTES_MAX) {
            throw new EngineException.Corrupt(file, position, "composite key v1", "partitionLength", partition,
                    "1 to " + Math.min(Key.PARTITION_BYTES_MAX, length - PREFIX_BYTES));
        }
        long start = address + PREFIX_BYTES;
        into.wrap(start, partition, start + partition, sort);
    }

    /** For messages and tests. */
    public static Key decode(long address, int length) {
        Key key = new Key();
        decode(address, length, key, "memory", 0);
        return key;
    }
}
