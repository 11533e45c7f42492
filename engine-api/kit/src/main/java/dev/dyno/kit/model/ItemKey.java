package dev.dyno.kit.model;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A key that owns its bytes. Ordered by partition, then by sort key, both as unsigned bytes, a prefix first. */
record ItemKey(byte[] partition, byte[] sort) implements Comparable<ItemKey> {

    static ItemKey of(Key key) {
        return new ItemKey(copy(key.partition()), copy(key.sort()));
    }

    static byte[] copy(DirectBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    /** The greatest key of a partition that any table can hold, and one byte more: behind every item of it. */
    static ItemKey behind(byte[] partition) {
        byte[] sort = new byte[Key.SORT_BYTES_MAX + 1];
        Arrays.fill(sort, (byte) 0xff);
        return new ItemKey(partition, sort);
    }

    void into(Key key) {
        key.wrap(new UnsafeBuffer(partition), 0, partition.length, new UnsafeBuffer(sort), 0, sort.length);
    }

    /** Gives {@link ItemTree} its priorities. */
    long hash() {
        return 31 * partitionHash() + Bytes.hash(new UnsafeBuffer(sort), 0, sort.length);
    }

    /** Spreads partitions over scan segments. */
    long partitionHash() {
        return Bytes.hash(new UnsafeBuffer(partition), 0, partition.length);
    }

    @Override
    public int compareTo(ItemKey other) {
        int order = Arrays.compareUnsigned(partition, other.partition);
        return order != 0 ? order : Arrays.compareUnsigned(sort, other.sort);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemKey key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash());
    }

    @Override
    public String toString() {
        Key key = new Key();
        into(key);
        return key.toString();
    }
}
