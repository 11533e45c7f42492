package dev.dyno.bench.data;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.dyno.api.Key;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keys and values of ycsb, computed. A value checks itself: word 0 says whose it is, word 1 which version (its lower
 * half) and that the two belong together, the words up to about the middle follow from these by mixing, and the rest
 * repeats one text. So half of it compresses, and a wrong byte anywhere is seen without a copy of the value. Numbers in
 * values are little-endian.
 */
final class SyntheticItems implements Items {

    /** Keeps item 0, version 0 from being a row of zeros, which an engine that lost the bytes would return. */
    private static final long OWNER = 0x5DEECE66D1CE4E5BL;
    private static final long FILLER = 0x2E6F6E7964206E69L;
    private static final int HEAD_BYTES = 2 * Long.BYTES;

    private final SyntheticData data;
    private final UnsafeBuffer keyBytes =
            new UnsafeBuffer(new byte[SyntheticData.PARTITION_BYTES + SyntheticData.SORT_BYTES]);
    private final UnsafeBuffer value;
    private final int randomEnd;
    private final Key key = new Key();

    SyntheticItems(SyntheticData data, int valueBytes) {
        this.data = data;
        this.value = new UnsafeBuffer(new byte[valueBytes]);
        this.randomEnd = Math.min(valueBytes, valueBytes / 2 + HEAD_BYTES - 1) & -Long.BYTES;
        fill(value, randomEnd);
    }

    @Override
    public Key key(long index) {
        return key(index, 0);
    }

    /** Sort keys of items are even, so the odd one behind each is free. */
    @Override
    public Key missingKey(long index) {
        return key(index, 1);
    }

    private Key key(long index, int odd) {
        long id = data.partitionId(index);
        keyBytes.putLong(0, SplitMix.mix(id), BIG_ENDIAN);
        keyBytes.putLong(Long.BYTES, id, BIG_ENDIAN);
        long sort = index % SyntheticData.PARTITION_ITEMS * 2 + odd;
        keyBytes.putLong(SyntheticData.PARTITION_BYTES, sort, BIG_ENDIAN);
        return key.wrap(keyBytes, 0, SyntheticData.PARTITION_BYTES, keyBytes, SyntheticData.PARTITION_BYTES,
                SyntheticData.SORT_BYTES);
    }

    @Override
    public DirectBuffer value(long index, long version) {
        long owner = index ^ OWNER;
        value.putLong(0, owner, LITTLE_ENDIAN);
        int number = (int) version;
        long seed = SplitMix.mix(owner + number);
        value.putInt(Long.BYTES, number, LITTLE_ENDIAN);
        value.putInt(Long.BYTES + Integer.BYTES, (int) seed, LITTLE_ENDIAN);
        for (int at = HEAD_BYTES; at < randomEnd; at += Long.BYTES) {
            value.putLong(at, SplitMix.mix(seed + at), LITTLE_ENDIAN);
        }
        return value;
    }

    @Override
    public boolean isValue(long index, DirectBuffer found) {
        int length = value.capacity();
        if (found.capacity() != length || found.getLong(0, LITTLE_ENDIAN) != (index ^ OWNER)) {
            return false;
        }
        int number = found.getInt(Long.BYTES, LITTLE_ENDIAN);
        long seed = SplitMix.mix((index ^ OWNER) + number);
        long wrong = found.getInt(Long.BYTES + Integer.BYTES, LITTLE_ENDIAN) ^ (int) seed;
        int at = HEAD_BYTES;
        for (; at < randomEnd; at += Long.BYTES) {
            wrong |= found.getLong(at, LITTLE_ENDIAN) ^ SplitMix.mix(seed + at);
        }
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            wrong |= found.getLong(at, LITTLE_ENDIAN) ^ FILLER;
        }
        for (; at < length; at++) {
            wrong |= found.getByte(at) ^ (byte) FILLER;
        }
        return wrong == 0;
    }

    private static void fill(UnsafeBuffer buffer, int from) {
        int at = from;
        for (; at <= buffer.capacity() - Long.BYTES; at += Long.BYTES) {
            buffer.putLong(at, FILLER, LITTLE_ENDIAN);
        }
        for (; at < buffer.capacity(); at++) {
            buffer.putByte(at, (byte) FILLER);
        }
    }
}
