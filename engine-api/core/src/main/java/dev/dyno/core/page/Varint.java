package dev.dyno.core.page;

import org.agrona.UnsafeApi;

/** Numbers below 2^31 in 1 to 5 bytes of 7 bits each, the lowest first; the high bit says that more follow. */
public final class Varint {

    public static final int BYTES_MAX = 5;

    private Varint() {
    }

    public static int bytes(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : BYTES_MAX;
    }

    /** @return bytes written */
    public static int write(long address, int value) {
        int left = value;
        int at = 0;
        while (left >= 1 << 7) {
            UnsafeApi.putByte(address + at, (byte) (left | 1 << 7));
            left >>>= 7;
            at++;
        }
        UnsafeApi.putByte(address + at, (byte) left);
        return at + 1;
    }

    public static int read(long address) {
        return read(address, BYTES_MAX);
    }

    /**
     * Total: any bytes answer.
     *
     * @param room bytes that may be looked at
     * @return -1 if no number of this form ends there
     */
    public static int read(long address, int room) {
        int value = 0;
        for (int i = 0; i < BYTES_MAX && i < room; i++) {
            int next = UnsafeApi.getByte(address + i);
            value |= (next & 0x7f) << 7 * i;
            if (next >= 0) {
                return value < 0 ? -1 : value;
            }
        }
        return -1;
    }
}
