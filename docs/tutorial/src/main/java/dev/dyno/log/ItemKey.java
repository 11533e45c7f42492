package dev.dyno.log;

import dev.dyno.api.Key;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A key as the index keeps it: copied, ordered by partition and then by sort key, both as unsigned bytes. */
record ItemKey(byte[] partition, byte[] sort) implements Comparable<ItemKey> {

    // tutorial: key
    /** Behind every sort key that starts with it: no sort key is this long, and none has a greater byte. */
    static ItemKey lastWith(byte[] partition, byte[] prefix) {
        byte[] last = Arrays.copyOf(prefix, Key.SORT_BYTES_MAX + 1);
        Arrays.fill(last, prefix.length, last.length, (byte) 0xff);
        return new ItemKey(partition, last);
    }

    @Override
    public int compareTo(ItemKey other) {
        int order = Arrays.compareUnsigned(partition, other.partition);
        return order != 0 ? order : Arrays.compareUnsigned(sort, other.sort);
    }
    // tutorial: end

    static ItemKey of(Key key) {
        return new ItemKey(copy(key.partition()), copy(key.sort()));
    }

    static byte[] copy(DirectBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    void wrapInto(Key key) {
        key.wrap(wrap(partition), 0, partition.length, wrap(sort), 0, sort.length);
    }

    private static DirectBuffer wrap(byte[] bytes) {
        return new UnsafeBuffer(bytes);
    }

    int bytes() {
        return partition.length + sort.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemKey key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(partition) + Arrays.hashCode(sort);
    }
}
