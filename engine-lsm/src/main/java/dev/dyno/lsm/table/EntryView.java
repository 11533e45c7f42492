package dev.dyno.lsm.table;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.core.page.Varint;
import org.agrona.UnsafeApi;

/** A flyweight over one entry of a block; see {@link BlockLayout}. Threads: the owner's. */
final class EntryView {

    private int flags;
    private int suffixLength;
    private int valueLength;
    private long sequence;
    private long suffixAddress;

    void read(long block, int index) {
        long at = Block.entry(block, index);
        flags = UnsafeApi.getByte(at) & 0xff;
        at++;
        int first = UnsafeApi.getByte(at);
        suffixLength = first >= 0 ? first : Varint.read(at);
        at += first >= 0 ? 1 : Varint.bytes(suffixLength);
        first = UnsafeApi.getByte(at);
        valueLength = first >= 0 ? first : Varint.read(at);
        at += first >= 0 ? 1 : Varint.bytes(valueLength);
        int bytes = BlockLayout.SEQUENCE_BYTES.get(block);
        long above = 0;
        for (int i = 0; i < bytes; i++) {
            above |= (UnsafeApi.getByte(at + i) & 0xffL) << 8 * i;
        }
        sequence = BlockLayout.BASE_SEQUENCE.get(block) + above;
        suffixAddress = at + bytes;
    }

    /** Order of the entry's key behind its run's prefix, and of a string. */
    static int compareSuffix(long block, int index, long suffix, int length) {
        long at = Block.entry(block, index) + 1;
        int first = UnsafeApi.getByte(at);
        int entryLength = first >= 0 ? first : Varint.read(at);
        at += first >= 0 ? 1 : Varint.bytes(entryLength);
        first = UnsafeApi.getByte(at);
        at += first >= 0 ? 1 : Varint.bytes(Varint.read(at));
        at += BlockLayout.SEQUENCE_BYTES.get(block);
        return KeyBytes.compare(at, entryLength, suffix, length);
    }

    int kind() {
        return flags & BlockLayout.KIND_MASK;
    }

    /** Whether it is an older version of the key before it. */
    boolean isSameKey() {
        return (flags & BlockLayout.SAME_KEY) != 0;
    }

    long sequence() {
        return sequence;
    }

    /** The key behind the run's prefix. */
    long suffixAddress() {
        return suffixAddress;
    }

    int suffixLength() {
        return suffixLength;
    }

    long valueAddress() {
        return suffixAddress + suffixLength;
    }

    int valueLength() {
        return valueLength;
    }
}
