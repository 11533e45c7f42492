package dev.dyno.core.page;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/** Order of byte strings at raw addresses: unsigned, by words, a prefix first. */
public final class KeyBytes {

    private static final int WORDS_BYTES_MAX = 256;

    private KeyBytes() {
    }

    public static int compare(long a, int aLength, long b, int bLength) {
        int common = Math.min(aLength, bLength);
        int i = 0;
        for (; i <= common - Long.BYTES; i += Long.BYTES) {
            long x = UnsafeApi.getLong(a + i);
            long y = UnsafeApi.getLong(b + i);
            if (x != y) {
                return Long.compareUnsigned(Long.reverseBytes(x), Long.reverseBytes(y));
            }
        }
        for (; i < common; i++) {
            int order = (UnsafeApi.getByte(a + i) & 0xff) - (UnsafeApi.getByte(b + i) & 0xff);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(aLength, bLength);
    }

    /**
     * Copies bytes that do not overlap, and not one more: by words while they are few, because then the call of a copy
     * routine costs more than they do.
     */
    public static void copy(long from, long to, int length) {
        if (length > WORDS_BYTES_MAX) {
            UnsafeApi.copyMemory(from, to, length);
            return;
        }
        int last = length - Long.BYTES;
        if (last < 0) {
            for (int i = 0; i < length; i++) {
                UnsafeApi.putByte(to + i, UnsafeApi.getByte(from + i));
            }
            return;
        }
        int i = 0;
        for (; i <= length - 4 * Long.BYTES; i += 4 * Long.BYTES) {
            long first = UnsafeApi.getLong(from + i);
            long second = UnsafeApi.getLong(from + i + 8);
            long third = UnsafeApi.getLong(from + i + 16);
            long fourth = UnsafeApi.getLong(from + i + 24);
            UnsafeApi.putLong(to + i, first);
            UnsafeApi.putLong(to + i + 8, second);
            UnsafeApi.putLong(to + i + 16, third);
            UnsafeApi.putLong(to + i + 24, fourth);
        }
        for (; i < last; i += Long.BYTES) {
            UnsafeApi.putLong(to + i, UnsafeApi.getLong(from + i));
        }
        UnsafeApi.putLong(to + last, UnsafeApi.getLong(from + last)); // over the word before, where they overlap
    }

    /** Copies the first bytes of a buffer, by words as far as they go, and not a byte more. */
    public static void copy(DirectBuffer from, int length, long to) {
        byte[] array = from.byteArray();
        long offset = from.addressOffset();
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            UnsafeApi.putLong(to + i, UnsafeApi.getLong(array, offset + i));
        }
        for (; i < length; i++) {
            UnsafeApi.putByte(to + i, UnsafeApi.getByte(array, offset + i));
        }
    }

    /** How many first bytes two strings share. */
    public static int commonPrefix(long a, int aLength, long b, int bLength) {
        int common = Math.min(aLength, bLength);
        int i = 0;
        while (i < common && UnsafeApi.getByte(a + i) == UnsafeApi.getByte(b + i)) {
            i++;
        }
        return i;
    }

    /** The first 8 bytes as a big-endian number, padded with zeros; reads nothing behind {@code length}. */
    public static long head(long address, int length) {
        if (length >= Long.BYTES) {
            return Long.reverseBytes(UnsafeApi.getLong(address));
        }
        long head = 0;
        for (int i = 0; i < length; i++) {
            head |= (UnsafeApi.getByte(address + i) & 0xffL) << 56 - 8 * i;
        }
        return head;
    }
}
