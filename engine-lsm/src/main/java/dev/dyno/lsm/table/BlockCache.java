package dev.dyno.lsm.table;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.UnsafeApi;

/**
 * Blocks of compressed tables as they are read, off-heap, of a fixed size. A block may lie in one of
 * {@link #WAYS} slots, which its file and number give; of those the one that was not read for longest gives way.
 * Blocks that are not compressed are read in place and never come here.
 *
 * <p>A reader copies a block out and then looks whether the slot has changed: nothing is locked for a read, and what it
 * has is its own. A copy costs a tenth of unpacking the block again.
 *
 * <p>Threads: any. Publication C2: a writer takes a slot by making its version odd, and stores the next even version
 * with release; a reader that finds the same even version before and behind its copy has a whole block.
 */
public final class BlockCache implements AutoCloseable {

    static final int WAYS = 4;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final Region region;
    private final int slotBytes;
    private final int sets;
    /** One lock a set, taken by writers that try only. */
    private final AtomicIntegerArray writing;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** @param blockBytes about how long blocks are; much longer ones are not kept */
    public BlockCache(Memory memory, long bytes, int blockBytes) {
        slotBytes = SlotHeaderLayout.LENGTH + (blockBytes + blockBytes / 2 + BlockLayout.LENGTH + 63 & -64);
        sets = Math.clamp(bytes / ((long) slotBytes * WAYS), 1, Integer.MAX_VALUE / WAYS);
        region = memory.map((long) sets * WAYS * slotBytes, "block cache", true);
        writing = new AtomicIntegerArray(sets);
    }

    private int set(long fileId, int block) {
        long hash = (fileId * 31 + block) * MULTIPLIER;
        return (int) ((hash >>> 32) * sets >>> 32);
    }

    private long slot(int set, int way) {
        return region.address() + ((long) set * WAYS + way) * slotBytes;
    }

    private static long version(long slot) {
        return UnsafeApi.getLongAcquire(null, slot + SlotHeaderLayout.VERSION.offset()); // sees C2
    }

    /** Copies a block out. @return its length; 0 if it is not here, or a writer is in the way */
    int get(long fileId, int block, long to, int room) {
        int set = set(fileId, block);
        for (int way = 0; way < WAYS; way++) {
            long slot = slot(set, way);
            long before = version(slot);
            int length = SlotHeaderLayout.BYTES.get(slot);
            boolean mine = (before & 1) == 0 && SlotHeaderLayout.FILE_ID.get(slot) == fileId
                    && SlotHeaderLayout.BLOCK.get(slot) == block;
            if (mine && length > 0 && length <= Math.min(room, slotBytes - SlotHeaderLayout.LENGTH)) {
                UnsafeApi.copyMemory(slot + SlotHeaderLayout.LENGTH, to, length);
                UnsafeApi.loadLoadFence();
                if (SlotHeaderLayout.VERSION.get(slot) == before) { // sees C2
                    SlotHeaderLayout.USED.set(slot, 1);
                    hits.increment();
                    return length;
                }
            }
        }
        misses.increment();
        return 0;
    }

    /** Keeps a copy of a block, if it fits and no other writer is at its slots. */
    void put(long fileId, int block, long from, int length) {
        int set = set(fileId, block);
        if (length > slotBytes - SlotHeaderLayout.LENGTH || !writing.compareAndSet(set, 0, 1)) {
            return;
        }
        long slot = victim(set);
        long before = SlotHeaderLayout.VERSION.get(slot);
        UnsafeApi.putLong(slot + SlotHeaderLayout.VERSION.offset(), before + 1);
        UnsafeApi.storeStoreFence();
        SlotHeaderLayout.FILE_ID.set(slot, fileId);
        SlotHeaderLayout.BLOCK.set(slot, block);
        SlotHeaderLayout.BYTES.set(slot, length);
        SlotHeaderLayout.USED.set(slot, 0);
        UnsafeApi.copyMemory(from, slot + SlotHeaderLayout.LENGTH, length);
        UnsafeApi.putLongRelease(null, slot + SlotHeaderLayout.VERSION.offset(), before + 2); // publishes C2
        writing.set(set, 0);
    }

    /** The first slot that was not read since it was last passed over; all that it passes over lose their mark. */
    private long victim(int set) {
        for (int way = 0; way < WAYS; way++) {
            long slot = slot(set, way);
            if (SlotHeaderLayout.FILE_ID.get(slot) == 0 || SlotHeaderLayout.USED.get(slot) == 0) {
                return slot;
            }
            SlotHeaderLayout.USED.set(slot, 0);
        }
        return slot(set, 0);
    }

    public long bytes() {
        return region.bytes();
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    @Override
    public void close() {
        region.close();
    }
}
