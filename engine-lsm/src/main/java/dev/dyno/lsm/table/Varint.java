package dev.dyno.lsm.table;

import org.agrona.UnsafeApi;

/** Numbers below 2^31 in 1 to 5 bytes of 7 bits each, the lowest first; the high bit says that more follow. */
final class Varint {

    static final int BYTES_MAX = 5;

    private Varint() {
    }

    static int bytes(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : BYTES_MAX;
    }

    /** @return bytes written */
    static int write(long address, int value) {
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

    static int read(long address) {
        int value = 0;
        for (int i = 0; i < BYTES_MAX; i++) {
            int next = UnsafeApi.getByte(address + i);
            value |= (next & 0x7f) << 7 * i;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }
}
