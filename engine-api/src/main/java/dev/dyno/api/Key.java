package dev.dyno.api;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A flyweight over a partition key of 1 to 2,048 bytes and a sort key of 0 to 1,024 bytes (0: none). It borrows its
 * buffers; whoever wraps decides how long they live. Items of a partition are ordered by the unsigned bytes of their
 * sort keys. Final on purpose: an interface here would make every comparison a virtual call.
 */
public final class Key {

    public static final int PARTITION_BYTES_MAX = 2048;
    public static final int SORT_BYTES_MAX = 1024;

    private final UnsafeBuffer partition = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer sort = new UnsafeBuffer(0, 0);
    private long hash;
    private boolean hashed;

    /** A key over copies of the UTF-8 bytes of two strings. For tests and examples: it allocates. */
    public static Key of(String partition, String sort) {
        byte[] p = partition.getBytes(StandardCharsets.UTF_8);
        byte[] s = sort.getBytes(StandardCharsets.UTF_8);
        return new Key().wrap(new UnsafeBuffer(p), 0, p.length, new UnsafeBuffer(s), 0, s.length);
    }

    public Key wrap(DirectBuffer partitionBuffer, int partitionOffset, int partitionLength,
            DirectBuffer sortBuffer, int sortOffset, int sortLength) {
        partition.wrap(partitionBuffer, partitionOffset, partitionLength);
        sort.wrap(sortBuffer, sortOffset, sortLength);
        hashed = false;
        return this;
    }

    /** A key without a sort key. */
    public Key wrap(DirectBuffer partitionBuffer, int partitionOffset, int partitionLength) {
        partition.wrap(partitionBuffer, partitionOffset, partitionLength);
        sort.wrap(0, 0);
        hashed = false;
        return this;
    }

    /** For engines: a key over off-heap memory. */
    public Key wrap(long partitionAddress, int partitionLength, long sortAddress, int sortLength) {
        partition.wrap(partitionAddress, partitionLength);
        sort.wrap(sortAddress, sortLength);
        hashed = false;
        return this;
    }

    /** Borrows what another key borrows. */
    public Key wrap(Key other) {
        partition.wrap(other.partition);
        sort.wrap(other.sort);
        hash = other.hash;
        hashed = other.hashed;
        return this;
    }

    public DirectBuffer partition() {
        return partition;
    }

    public DirectBuffer sort() {
        return sort;
    }

    /** Hash of the partition key, computed at most once per wrap. */
    public long partitionHash() {
        if (!hashed) {
            hash = Bytes.hash(partition, 0, partition.capacity());
            hashed = true;
        }
        return hash;
    }

    /** For engines: {@link #partitionHash} of what was wrapped last, from who has computed it before. */
    public Key hashed(long partitionHash) {
        hash = partitionHash;
        hashed = true;
        return this;
    }

    public boolean sameAs(Key other) {
        return Bytes.equal(sort, 0, sort.capacity(), other.sort, 0, other.sort.capacity())
                && Bytes.equal(partition, 0, partition.capacity(), other.partition, 0, other.partition.capacity());
    }

    /** For messages: printable bytes as they are, others in hexadecimal, long keys cut. */
    @Override
    public String toString() {
        return Names.printable(partition) + (sort.capacity() == 0 ? "" : " " + Names.printable(sort));
    }
}
