package dev.dyno.core.key;

import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.core.page.KeyBytes;
import java.math.BigInteger;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The part of an ordered engine that a cursor walks: composite keys from {@code start} on and before {@code end}.
 * Every kind of bound comes down to these two, because the smallest key behind k is k with a zero byte, and the first
 * key behind all that begin with k is k with its last byte, not counting those that are 255, one higher.
 *
 * <p>Threads: the session's.
 */
public final class KeyBounds {

    /** Of each of three keys, with room for a word behind it. */
    private static final int KEY_BYTES = 4096;
    /** Memory that bounds take. */
    public static final int BYTES = 3 * KEY_BYTES;
    /** No sort key is as long, so the bytes of a bound behind these change nothing. */
    private static final int SORT_BYTES = Key.SORT_BYTES_MAX + 1;

    private final long start;
    private final long end;
    private final long scratch;
    private final Key partition = new Key();
    private int startLength;
    private int endLength;
    private int partitionLength;

    /** @param memory of {@link #BYTES} */
    public KeyBounds(long memory) {
        start = memory;
        end = memory + KEY_BYTES;
        scratch = memory + 2 * KEY_BYTES;
    }

    /** The items of a query. */
    public void set(Range range) {
        DirectBuffer buffer = range.partition();
        partition.wrap(buffer, 0, Math.min(buffer.capacity(), Key.PARTITION_BYTES_MAX));
        partitionLength = KeyCodec.encodePartition(partition, start);
        startLength = partitionLength;
        KeyBytes.copy(start, end, partitionLength);
        endLength = increment(end, partitionLength);
        if (buffer.capacity() > Key.PARTITION_BYTES_MAX) {
            endLength = 0; // no key is before the empty one: no items
            return;
        }
        if (range.hasPrefix()) {
            int length = sort(range.prefix());
            raiseStart(length);
            lowerEnd(increment(scratch, length));
        }
        if (range.hasLower()) {
            int length = sort(range.lower());
            raiseStart(range.lowerInclusive() ? length : behind(length));
        }
        if (range.hasUpper()) {
            int length = sort(range.upper());
            lowerEnd(range.upperInclusive() ? behind(length) : length);
        }
        if (range.hasAfter()) {
            int length = sort(range.after());
            if (range.reverse()) {
                lowerEnd(length);
            } else {
                raiseStart(behind(length));
            }
        }
    }

    /** The {@code segment}-th of {@code of} equal parts of the hashes. */
    public void set(int segment, int of) {
        UnsafeApi.putLong(start, Long.reverseBytes(firstHash(segment, of)));
        startLength = Long.BYTES;
        UnsafeApi.putLong(end, Long.reverseBytes(firstHash(segment + 1, of)));
        endLength = segment + 1 == of ? -1 : Long.BYTES;
        partitionLength = 0;
    }

    private static long firstHash(int segment, int of) {
        BigInteger parts = BigInteger.valueOf(of);
        return BigInteger.valueOf(segment).shiftLeft(Long.SIZE).add(parts).subtract(BigInteger.ONE).divide(parts)
                .longValue();
    }

    /** The partition with a sort key, in scratch. @return its length */
    private int sort(DirectBuffer sort) {
        int length = Math.min(sort.capacity(), SORT_BYTES);
        KeyBytes.copy(start, scratch, partitionLength);
        KeyBytes.copy(sort, length, scratch + partitionLength);
        return partitionLength + length;
    }

    /** Scratch becomes the smallest key behind what it holds. */
    private int behind(int length) {
        UnsafeApi.putByte(scratch + length, (byte) 0);
        return length + 1;
    }

    /** Makes of a key the first one behind all that begin with it. @return its length; -1 if there is none */
    private static int increment(long key, int length) {
        int last = length - 1;
        while (last >= 0 && UnsafeApi.getByte(key + last) == -1) {
            last--;
        }
        if (last >= 0) {
            UnsafeApi.putByte(key + last, (byte) (UnsafeApi.getByte(key + last) + 1));
        }
        return last < 0 ? -1 : last + 1;
    }

    private void raiseStart(int length) {
        if (KeyBytes.compare(scratch, length, start, startLength) > 0) {
            KeyBytes.copy(scratch, start, length);
            startLength = length;
        }
    }

    private void lowerEnd(int length) {
        if (length >= 0 && (endLength < 0 || KeyBytes.compare(scratch, length, end, endLength) < 0)) {
            KeyBytes.copy(scratch, end, length);
            endLength = length;
        }
    }

    /** Whether no key can lie within. */
    public boolean isEmpty() {
        return endLength >= 0 && KeyBytes.compare(start, startLength, end, endLength) >= 0;
    }

    /** Whether the walk stays in one partition. */
    public boolean isQuery() {
        return partitionLength > 0;
    }

    /** Whether a key is of the partition that is walked. */
    public boolean isOfPartition(Key key) {
        int length = KeyCodec.encodePartition(key, scratch);
        return length == partitionLength && KeyBytes.compare(scratch, length, start, length) == 0;
    }

    /** Bytes before the sort key, in every key of a query; 0 for a scan. */
    public int partitionBytes() {
        return partitionLength;
    }

    /** Address of the first key that may be walked. */
    public long start() {
        return start;
    }

    public int startLength() {
        return startLength;
    }

    /** Address of the first key behind the walk. */
    public long end() {
        return end;
    }

    /** -1 if there is no end. */
    public int endLength() {
        return endLength;
    }
}
