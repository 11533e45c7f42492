package dev.dyno.dynamo.item;

import org.agrona.DirectBuffer;

/** Lengths of 7 bits a byte, the lowest first. */
public final class Lengths {

    private static final int BITS = 7;
    private static final int MORE = 0x80;

    private Lengths() {
    }

    public static int get(DirectBuffer buffer, int at) {
        int first = buffer.getByte(at);
        return first >= 0 ? first : longer(buffer, at);
    }

    private static int longer(DirectBuffer buffer, int at) {
        int length = 0;
        for (int i = 0; ; i++) {
            int b = buffer.getByte(at + i);
            length |= (b & MORE - 1) << BITS * i;
            if (b >= 0) {
                return length;
            }
        }
    }

    /** How many bytes a length takes. */
    public static int bytes(int length) {
        return length < MORE ? 1 : (Integer.SIZE - Integer.numberOfLeadingZeros(length) + BITS - 1) / BITS;
    }

    /** Where what begins with this length ends. */
    public static int end(DirectBuffer buffer, int at) {
        int length = get(buffer, at);
        return at + bytes(length) + length;
    }

    /** @return where the next byte goes */
    static int put(byte[] target, int at, int length) {
        int rest = length;
        int to = at;
        while (rest >= MORE) {
            target[to++] = (byte) (rest | MORE);
            rest >>>= BITS;
        }
        target[to++] = (byte) rest;
        return to;
    }
}
