package dev.dyno.streams.capture;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.streams.record.Changes;
import java.lang.invoke.VarHandle;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A shard in memory: a ring whose oldest records give way. A record never wraps around the end; the rest of the ring
 * is skipped there.
 *
 * <p>Threads: the writer never waits for readers. Before it overwrites, it moves {@link #first} past what it takes
 * (publishes H4); a reader copies first and looks at {@link #first} afterwards (sees H4): if the record is still behind
 * it, the copy is whole.
 */
final class RingShard extends Shard {

    private final Region region;
    private final UnsafeBuffer bytes;
    private final long mask;
    private volatile long first;
    private volatile long trimmed;
    private boolean released;

    RingShard(Memory memory, int ringBytes, long number, long parent, int firstSlot, int lastSlot, long firstNumber,
            long createdMillis) {
        super(number, parent, firstSlot, lastSlot, firstNumber, createdMillis);
        region = memory.map(ringBytes, "change ring", false);
        bytes = new UnsafeBuffer(region.address(), ringBytes);
        mask = ringBytes - 1L;
    }

    /** -1 for a record longer than the ring. */
    @Override
    long reserve(int length) {
        int needed = Changes.aligned(length);
        int capacity = bytes.capacity();
        if (needed > capacity) {
            return -1;
        }
        long position = end;
        long rest = capacity - (position & mask);
        long start = needed <= rest ? position : position + rest;
        giveWay(start + needed - capacity, position);
        if (start != position) {
            bytes.putInt(offset(position), 0);
        }
        return start;
    }

    /** A record that cannot be kept: it counts as trimmed, with all before it. */
    void skip(long recordNumber) {
        trimmed = recordNumber;
        first = end;
        lastNumber = recordNumber;
    }

    private void giveWay(long upTo, long limit) {
        long position = first;
        long gone = trimmed;
        while (position < upTo && position < limit) {
            position = settle(position);
            if (position < limit) {
                gone = Changes.numberAt(region.address() + offset(position));
                position = following(position);
            }
        }
        trimmed = gone;
        first = position;
        VarHandle.storeStoreFence(); // publishes H4
    }

    @Override
    MutableDirectBuffer target() {
        return bytes;
    }

    @Override
    int offset(long position) {
        return (int) (position & mask);
    }

    /** The position itself, or the start of the ring if only the skipped rest lies there. */
    @Override
    long settle(long position) {
        return position < end && Changes.lengthAt(region.address() + offset(position)) == 0
                ? (position | mask) + 1 : position;
    }

    @Override
    long find(long after) {
        long position = first;
        while (position < end) {
            position = settle(position);
            if (position >= end) {
                return position;
            }
            long found = Changes.numberAt(region.address() + offset(position));
            long next = following(position);
            VarHandle.loadLoadFence();
            if (first > position) { // sees H4
                position = first;
            } else if (found > after) {
                return position;
            } else {
                position = next;
            }
        }
        return position;
    }

    @Override
    long following(long position) {
        return position + Changes.aligned(Changes.lengthAt(region.address() + offset(position)));
    }

    @Override
    long trimmed() {
        return trimmed;
    }

    @Override
    int copy(long position, MutableDirectBuffer into, int at) {
        int length = Changes.lengthAt(region.address() + offset(position));
        if (length > 0 && length <= bytes.capacity() - offset(position)) {
            into.putBytes(at, bytes, offset(position), length);
        }
        VarHandle.loadLoadFence();
        return first > position ? -1 : length; // sees H4
    }

    @Override
    synchronized void release() {
        if (!released) {
            released = true;
            region.close();
        }
    }

    @Override
    boolean isReleased() {
        return released;
    }
}
