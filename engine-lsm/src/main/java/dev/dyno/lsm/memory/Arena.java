package dev.dyno.lsm.memory;

import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.List;

/** Memory that only grows and is given back as a whole: that of one memtable. Threads: one writer. */
final class Arena implements AutoCloseable {

    private static final int ALIGNMENT = 8;

    private final Chunks chunks;
    private final List<Region> regions = new ArrayList<>();
    private long next;
    private long end;
    private volatile long usedBytes;

    Arena(Chunks chunks) {
        this.chunks = chunks;
    }

    /** Aligned to a word; with any content. */
    long allocate(int bytes) {
        int padded = bytes + ALIGNMENT - 1 & -ALIGNMENT;
        usedBytes = usedBytes + padded;
        if (padded > end - next) {
            return grow(padded);
        }
        long address = next;
        next += padded;
        return address;
    }

    /** What does not fit goes to a new chunk; what is larger than a quarter of one has a region of its own. */
    private long grow(int padded) {
        boolean large = padded > chunks.chunkBytes() / 4;
        Region region = chunks.take(large ? padded : chunks.chunkBytes());
        regions.add(region);
        if (large) {
            return region.address();
        }
        next = region.address() + padded;
        end = region.address() + region.bytes();
        return region.address();
    }

    long usedBytes() {
        return usedBytes;
    }

    @Override
    public void close() {
        regions.forEach(chunks::giveBack);
        regions.clear();
    }
}
