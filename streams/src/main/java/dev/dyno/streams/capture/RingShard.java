package dev.dyno.streams.capture;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.streams.record.Changes;
import java.lang.invoke.VarHandle;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A shard in memory: a ring whose oldest records give way, a block at a time, of which a ring has 64. A record never
 * wraps around the end; the rest of the ring is skipped there.
 *
 * <p>Threads: the writer never waits for readers. Before it overwrites, it moves {@link #first} past what it takes
 * (publishes H4); a reader copies first and looks at {@link #first} afterwards (sees H4): if the record is still behind
 * it, the copy is whole.
 */
final class RingShard extends RecordShard {

    /** Twice as many as a ring has, so that the blocks of all that is kept are known. */
    private static final int BLOCKS = 128;

    private final Region region;
    private final UnsafeBuffer bytes;
    private final long mask;
    /** For each block of the ring, by its number: where the first record begins that begins in it or later. */
    private final long[] blockFirst = new long[BLOCKS];
    /** And the number of the record before that one. */
    private final long[] blockBefore = new long[BLOCKS];
    private final int blockShift;
    /** The first block that no record has begun in or behind. */
    private long nextBlock;
    private volatile long first;
    private volatile long trimmed;
    private boolean released;

    RingShard(Memory memory, int ringBytes, long number, long parent, int firstSlot, int lastSlot, long firstNumber,
            long createdMillis) {
        super(number, parent, firstSlot, lastSlot, firstNumber, createdMillis);
        region = memory.map(ringBytes, "change ring", true);
        blockShift = Integer.numberOfTrailingZeros(ringBytes / (BLOCKS / 2));
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
        long upTo = start + needed - capacity;
        if (upTo > first) {
            giveWay(upTo, position);
        }
        if (start != position) {
            UnsafeApi.putInt(target(position), 0);
        }
        for (; nextBlock << blockShift <= start; nextBlock++) {
            blockFirst[(int) nextBlock & BLOCKS - 1] = start;
            blockBefore[(int) nextBlock & BLOCKS - 1] = lastNumber;
        }
        return start;
    }

    /** A record that cannot be kept: it counts as trimmed, with all before it. */
    void skip(long recordNumber) {
        trimmed = recordNumber;
        first = end;
        lastNumber = recordNumber;
    }

    /** Whole blocks at a time: looking at each record that gives way would fetch it from memory once more. */
    private void giveWay(long upTo, long limit) {
        long block = upTo + (1L << blockShift) - 1 >>> blockShift;
        boolean known = block < nextBlock;
        trimmed = known ? blockBefore[(int) block & BLOCKS - 1] : lastNumber;
        first = known ? blockFirst[(int) block & BLOCKS - 1] : limit;
        VarHandle.storeStoreFence(); // publishes H4
    }

    @Override
    long target(long position) {
        return region.address() + offset(position);
    }

    @Override
    boolean isChecked() {
        return false;
    }

    private int offset(long position) {
        return (int) (position & mask);
    }

    /**
     * The position itself, or the start of the ring if only the skipped rest lies there. A position that was given up
     * stays as it is, whatever has been written there since: the copy says that it is gone.
     */
    @Override
    long settle(long position) {
        if (position >= end || Changes.lengthAt(region.address() + offset(position)) != 0) {
            return position;
        }
        VarHandle.loadLoadFence();
        return first > position ? position : (position | mask) + 1; // sees H4
    }

    @Override
    long find(long after) {
        long position = startFor(after, end); // sees H3
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

    /**
     * Where to look for what is above a number: at the youngest block that has nothing above it before it. What the
     * writer has noted of a block is whole if a record that begins there was published, which {@code limit} tells; its
     * place in the arrays is used again only when the ring has given way beyond it, which the caller looks at.
     */
    private long startFor(long after, long limit) {
        long oldest = first;
        for (long block = limit - 1 >> blockShift; block >= oldest >> blockShift; block--) {
            long start = blockFirst[(int) block & BLOCKS - 1];
            boolean known = start >= block << blockShift && start < limit;
            if (known && blockBefore[(int) block & BLOCKS - 1] <= after) {
                return Math.max(start, oldest);
            }
        }
        return oldest;
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
    int copyRun(long position, int bytesMax, MutableDirectBuffer into, int at) {
        int length = Math.min(bytesMax, (int) Math.min(end - position, bytes.capacity() - offset(position)));
        into.putBytes(at, bytes, offset(position), length);
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
