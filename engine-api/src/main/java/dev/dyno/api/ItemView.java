package dev.dyno.api;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A flyweight over one item's value and the sequence of the commit that wrote it. Owned by the caller, filled by the
 * engine; {@link Session} says how long it stays valid. Final on purpose.
 */
public final class ItemView {

    private final UnsafeBuffer value = new UnsafeBuffer(0, 0);
    private long sequence;
    private boolean exists;

    public boolean exists() {
        return exists;
    }

    /** The value: its bytes are {@code 0 .. length() - 1}. Empty if there is no item. */
    public DirectBuffer value() {
        return value;
    }

    public int length() {
        return value.capacity();
    }

    /** The token for {@link WriteOptions#ifSequence}; 0 if absent or without {@link Capability#CONDITION_SEQUENCE}. */
    public long sequence() {
        return sequence;
    }

    /** @return how many bytes were copied */
    public int copyTo(MutableDirectBuffer target, int index) {
        target.putBytes(index, value, 0, value.capacity());
        return value.capacity();
    }

    /** For engines: an item in off-heap memory. */
    public void wrap(long address, int length, long itemSequence) {
        value.wrap(address, length);
        sequence = itemSequence;
        exists = true;
    }

    /** For engines and layers: an item in a buffer. */
    public void wrap(DirectBuffer source, int offset, int length, long itemSequence) {
        value.wrap(source, offset, length);
        sequence = itemSequence;
        exists = true;
    }

    /** Views what another view views. */
    public void wrap(ItemView other) {
        value.wrap(other.value);
        sequence = other.sequence;
        exists = other.exists;
    }

    /** For engines: no item. */
    public void clear() {
        value.wrap(0, 0);
        sequence = 0;
        exists = false;
    }
}
