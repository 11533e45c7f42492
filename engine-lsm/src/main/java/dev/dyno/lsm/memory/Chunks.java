package dev.dyno.lsm.memory;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pieces of memory of one size for all memtables. Those of a memtable that was flushed are used again, so that a new
 * memtable does not wait for the system to clear its pages. Threads: any.
 */
public final class Chunks implements AutoCloseable {

    private final Memory memory;
    private final int chunkBytes;
    private final int spareMax;
    private final boolean hugePages;
    private final Deque<Region> spare = new ArrayDeque<>();
    private long outstandingBytes;

    /** @param spareMax how many are kept for later use */
    public Chunks(Memory memory, int chunkBytes, int spareMax, boolean hugePages) {
        this.memory = memory;
        this.chunkBytes = chunkBytes;
        this.spareMax = spareMax;
        this.hugePages = hugePages;
    }

    int chunkBytes() {
        return chunkBytes;
    }

    /** Memory with any content: a chunk, or a region of its own for more. */
    synchronized Region take(long bytes) {
        Region taken = bytes <= chunkBytes && !spare.isEmpty() ? spare.pop()
                : memory.map(Math.max(bytes, chunkBytes), "memtable", hugePages);
        outstandingBytes += taken.bytes();
        return taken;
    }

    synchronized void giveBack(Region region) {
        outstandingBytes -= region.bytes();
        if (region.bytes() == chunkBytes && spare.size() < spareMax) {
            spare.push(region);
        } else {
            region.close();
        }
    }

    /** Of all memtables. */
    public synchronized long outstandingBytes() {
        return outstandingBytes;
    }

    @Override
    public synchronized void close() {
        spare.forEach(Region::close);
        spare.clear();
    }
}
