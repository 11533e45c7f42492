package dev.dyno.bench.peers;

import dev.dyno.api.Key;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How a partition key and a sort key become the one key that a peer has: the length of the partition key in two bytes
 * (the greater first), the partition key, the sort key.
 *
 * <p>In the order of unsigned bytes a partition's items lie together, and inside it they are in the order of their sort
 * keys; the order of partitions means nothing. Two bytes are the price for sort keys that stay as they are.
 */
public final class CompositeKey {

    /** Bytes in front of the partition key. */
    public static final int HEAD_BYTES = Short.BYTES;
    /** The longest there is. */
    public static final int BYTES_MAX = HEAD_BYTES + Key.PARTITION_BYTES_MAX + Key.SORT_BYTES_MAX;

    private CompositeKey() {
    }

    /** @return the length of the composite key */
    public static int encode(Key key, MutableDirectBuffer into) {
        DirectBuffer sort = key.sort();
        return encode(key.partition(), sort, sort.capacity(), into);
    }

    /** @return the length of the composite key */
    static int encode(DirectBuffer partition, DirectBuffer sort, int sortLength, MutableDirectBuffer into) {
        int partitionLength = partition.capacity();
        into.putShort(0, (short) partitionLength, ByteOrder.BIG_ENDIAN);
        into.putBytes(HEAD_BYTES, partition, 0, partitionLength);
        if (sortLength > 0) {
            into.putBytes(HEAD_BYTES + partitionLength, sort, 0, sortLength);
        }
        return HEAD_BYTES + partitionLength + sortLength;
    }

    /** Where the sort key begins. */
    static int sortOffset(DirectBuffer raw) {
        return HEAD_BYTES + (raw.getShort(0, ByteOrder.BIG_ENDIAN) & 0xffff);
    }

    /** Wraps {@code into} over the parts of a composite key. */
    static void decode(DirectBuffer raw, Key into) {
        int sort = sortOffset(raw);
        into.wrap(raw, HEAD_BYTES, sort - HEAD_BYTES, raw, sort, raw.capacity() - sort);
    }
}
