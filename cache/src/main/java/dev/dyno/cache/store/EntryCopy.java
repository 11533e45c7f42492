package dev.dyno.cache.store;

import dev.dyno.api.ItemView;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.UnsafeApi;

/**
 * What a session found in a store: a copy, so that it holds however the store changes. Two buffers in turn, because the
 * key of the next look may lie in the last copy. Also remembers which slots were hit, to tell the policies later and
 * together. Grows to the largest value it met, then allocates nothing. Confined to a thread.
 */
public final class EntryCopy {

    static final int HITS_MAX = 64;

    private final ExpandableArrayBuffer[] buffers = {new ExpandableArrayBuffer(256), new ExpandableArrayBuffer(256)};
    final int[] hitSlots = new int[HITS_MAX];
    final byte[] hitShards = new byte[HITS_MAX];
    int hits;
    private int current;
    private int length;
    long sequence;
    int deadline;
    boolean negative;

    void copyFrom(long address, int bytes) {
        ExpandableArrayBuffer buffer = buffers[current];
        if (buffer.capacity() < bytes) {
            buffer.checkLimit(bytes);
        }
        UnsafeApi.copyMemory(null, address, buffer.byteArray(), buffer.addressOffset(), bytes);
        length = bytes;
    }

    void turn() {
        current ^= 1;
    }

    /** The commit it is known from. */
    public long sequence() {
        return sequence;
    }

    /** The tick from which it is expired; see {@link Ticks}. */
    public int deadline() {
        return deadline;
    }

    /** Whether what was found is that there is no such item. */
    public boolean isNegative() {
        return negative;
    }

    /** The value: bytes 0 to {@link #length()} - 1. Valid until the look after the next. */
    public ExpandableArrayBuffer buffer() {
        return buffers[current];
    }

    public int length() {
        return length;
    }

    /** Shows what was found. @param itemSequence the sequence to show, 0 where the engine keeps none */
    public void into(ItemView out, long itemSequence) {
        if (negative) {
            out.clear();
        } else {
            out.wrap(buffers[current], 0, length, itemSequence);
        }
    }
}
