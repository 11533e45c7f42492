package dev.dyno.lsm.entry;

import dev.dyno.api.Key;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * A key to look for: its composite bytes in memory of the owner's, and what searches compare first. Reused for every
 * call. Threads: the owner's.
 */
public final class Probe {

    /** Memory that a probe takes: the longest key, and room to store a word behind it. */
    public static final int BYTES = 4096;

    private final long address;
    private int length;
    private int partitionBytes;
    private long head;
    private long tie;
    private long hash;

    public Probe(long address) {
        this.address = address;
    }

    public void set(Key key) {
        length = KeyCodec.encode(key, address);
        partitionBytes = KeyCodec.PREFIX_BYTES + key.partition().capacity();
        head = key.partitionHash();
        derive();
    }

    /** Looks for a key that is composite already. */
    public void set(long key, int keyLength) {
        UnsafeApi.copyMemory(key, address, keyLength);
        length = keyLength;
        head = Long.reverseBytes(UnsafeApi.getLong(address));
        partitionBytes = KeyHash.partitionBytes(address);
        derive();
    }

    private void derive() {
        tie = KeyBytes.head(address + partitionBytes, length - partitionBytes);
        hash = KeyHash.of(address, length, partitionBytes);
    }

    public long address() {
        return address;
    }

    public int length() {
        return length;
    }

    /** Before the sort key: equal exactly in keys of one partition. */
    public int partitionBytes() {
        return partitionBytes;
    }

    /** The partition's hash: the first 8 bytes as a number. */
    public long head() {
        return head;
    }

    /** First 8 bytes of the sort key, as a big-endian number padded with zeros. */
    public long tie() {
        return tie;
    }

    /** See {@link KeyHash}. */
    public long hash() {
        return hash;
    }

    public boolean is(long key, int keyLength) {
        return keyLength == length && equal(key, address, length);
    }

    /** By words; both keys are at least a word long, as all composite keys are. */
    private static boolean equal(long a, long b, int length) {
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if (UnsafeApi.getLong(a + i) != UnsafeApi.getLong(b + i)) {
                return false;
            }
        }
        return UnsafeApi.getLong(a + last) == UnsafeApi.getLong(b + last);
    }
}
