package dev.dyno.core.page;

import org.agrona.UnsafeApi;

/** Order of byte strings at raw addresses: unsigned, by words, a prefix first. */
public final class KeyBytes {

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
