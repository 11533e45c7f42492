package dev.dyno.bench.peers;

import java.util.Arrays;

/**
 * A composite key to look for among keys that are Java arrays, without making an array: for peers that compare keys by
 * a comparator of ours.
 */
public final class Probe {

    private byte[] bytes = new byte[0];
    private int length;

    /** Borrows the first {@code count} bytes of an array. */
    public Probe set(byte[] array, int count) {
        bytes = array;
        length = count;
        return this;
    }

    /** An array of its own, to be kept. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** The order of unsigned bytes, of arrays and probes. */
    public static int compare(Object a, Object b) {
        if (a instanceof Probe probe) {
            return b instanceof Probe other
                    ? Arrays.compareUnsigned(probe.bytes, 0, probe.length, other.bytes, 0, other.length)
                    : probe.compareTo((byte[]) b);
        }
        return b instanceof Probe probe ? -probe.compareTo((byte[]) a)
                : Arrays.compareUnsigned((byte[]) a, (byte[]) b);
    }

    /** The order of this against a key. */
    public int compareTo(byte[] key) {
        return Arrays.compareUnsigned(bytes, 0, length, key, 0, key.length);
    }
}
