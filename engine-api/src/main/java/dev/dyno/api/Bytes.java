package dev.dyno.api;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import org.agrona.DirectBuffer;

/**
 * Order and hash of byte strings: the order is unsigned, byte by byte, a prefix before what it starts.
 *
 * <p>Compared by words of 8 bytes: a little-endian load whose bytes are reversed is the big-endian number, and unsigned
 * order of numbers is order of bytes. {@link DirectBuffer#compareTo} must not be used for this: it compares signed
 * words in native order.
 */
public final class Bytes {

    /** XXH3 is the partition hash of every format: it may change only together with every format's version. */
    private static final Hasher64 XXH3 = Hashing.xxh3_64();
    private static final ByteAccess<DirectBuffer> ACCESS = new BufferAccess();

    private Bytes() {
    }

    /** @return negative, zero or positive, as {@code a} is before, equal to or after {@code b} */
    public static int compare(DirectBuffer a, int aOffset, int aLength, DirectBuffer b, int bOffset, int bLength) {
        int common = Math.min(aLength, bLength);
        int i = 0;
        for (; i <= common - Long.BYTES; i += Long.BYTES) {
            long x = a.getLong(aOffset + i, LITTLE_ENDIAN);
            long y = b.getLong(bOffset + i, LITTLE_ENDIAN);
            if (x != y) {
                return Long.compareUnsigned(Long.reverseBytes(x), Long.reverseBytes(y));
            }
        }
        for (; i < common; i++) {
            int order = (a.getByte(aOffset + i) & 0xff) - (b.getByte(bOffset + i) & 0xff);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(aLength, bLength);
    }

    public static boolean equal(DirectBuffer a, int aOffset, int aLength, DirectBuffer b, int bOffset, int bLength) {
        return aLength == bLength && compare(a, aOffset, aLength, b, bOffset, bLength) == 0;
    }

    public static boolean startsWith(
            DirectBuffer a, int aOffset, int aLength, DirectBuffer prefix, int prefixOffset, int prefixLength) {
        return aLength >= prefixLength
                && compare(a, aOffset, prefixLength, prefix, prefixOffset, prefixLength) == 0;
    }

    /** XXH3, 64 bits. Source: Collet, xxHash; computed by hash4j. */
    public static long hash(DirectBuffer buffer, int offset, int length) {
        return XXH3.hashBytesToLong(buffer, offset, length, ACCESS);
    }

    private static final class BufferAccess implements ByteAccess<DirectBuffer> {
        @Override
        public byte getByte(DirectBuffer data, long index) {
            return data.getByte((int) index);
        }

        @Override
        public int getInt(DirectBuffer data, long index) {
            return data.getInt((int) index, LITTLE_ENDIAN);
        }

        @Override
        public long getLong(DirectBuffer data, long index) {
            return data.getLong((int) index, LITTLE_ENDIAN);
        }
    }
}
