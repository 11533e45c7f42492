package dev.dyno.bench.jmh.spi;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One path to one peer: the same items, the same keys, the same copy and check of every value. Items are numbered;
 * {@link #PER_PARTITION} of them share a partition of 16 bytes, with sort keys of 8 bytes, and values of 100 bytes
 * that begin with the item's number.
 */
abstract class Loop implements AutoCloseable {

    static final int PER_PARTITION = 100;
    static final int PARTITION_BYTES = 16;
    static final int SORT_BYTES = 8;
    static final int VALUE_BYTES = 100;
    /** A prime, so that it has no divisor in common with a number of items. */
    private static final long STRIDE = 1_000_003;

    private final UnsafeBuffer copied = new UnsafeBuffer(new byte[VALUE_BYTES]);
    final UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);

    /** Writes the partition key of an item. Mixed, so that partitions are not in the order of their numbers. */
    static void partitionOf(long item, MutableDirectBuffer into, int offset) {
        long number = item / PER_PARTITION;
        into.putLong(offset, mix(number));
        into.putLong(offset + Long.BYTES, number);
    }

    /** Writes the sort key of an item: in the order of the items. */
    static void sortOf(long item, MutableDirectBuffer into, int offset) {
        into.putLong(offset, Long.reverseBytes(item % PER_PARTITION));
    }

    /** The finalizer of SplitMix64: also the source of the random item numbers. */
    static long mix(long x) {
        long y = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
        y = (y ^ y >>> 27) * 0x94d049bb133111ebL;
        return y ^ y >>> 31;
    }

    /** Copies a found value and checks whose it is. */
    final long check(DirectBuffer found, int offset, int length, long item) {
        found.getBytes(offset, copied, 0, length);
        long number = copied.getLong(0);
        if (number != item || length != VALUE_BYTES) {
            throw new IllegalStateException("wrong value: item=" + item + ", found=" + number + ", bytes=" + length);
        }
        return number;
    }

    final UnsafeBuffer valueOf(long item) {
        value.putLong(0, item);
        return value;
    }

    abstract long get(long item);

    abstract long put(long item);

    /** All items of the partition of an item. */
    abstract long query(long item);

    /** Puts the items {@code 0 .. count - 1} in a random order, and leaves nothing for the background to do. */
    final void load(long count) {
        for (long i = 0; i < count; i++) {
            put(i * STRIDE % count);
        }
        settle();
    }

    abstract void settle();

    @Override
    public abstract void close();
}
