package dev.dyno.bench.peers.bound;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * Memory for the records of one segment, by size classes: multiples of 16 bytes up to 1 KiB, then powers of two. A
 * freed record's first word is the address of the next free one of its class.
 *
 * <p>Regions are never released before {@link #close}, so a reader that overlaps a writer may read stale bytes of a
 * record but never unmapped memory. Guarded by the segment's lock.
 */
final class Records implements AutoCloseable {

    private static final int STEP = 16;
    private static final int FINE_MAX = 1024;
    private static final int FINE_CLASSES = FINE_MAX / STEP + 1;
    private static final long FIRST_BYTES = 16 << 10;
    private static final long REGION_BYTES_MAX = 32 << 20;
    private static final long HUGE_PAGE_BYTES = 2 << 20;

    private final Memory memory;
    private final boolean hugePages;
    private final List<Region> regions = new ArrayList<>();
    private final long[] free = new long[FINE_CLASSES + Integer.SIZE];
    private long next;
    private long end;
    private long regionBytes = FIRST_BYTES;

    Records(Memory memory, boolean hugePages) {
        this.memory = memory;
        this.hugePages = hugePages;
    }

    /** What a record of this many bytes takes. */
    static int capacity(int bytes) {
        return bytes <= FINE_MAX ? BitUtil.align(bytes, STEP) : BitUtil.findNextPositivePowerOfTwo(bytes);
    }

    private static int sizeClass(int capacity) {
        return capacity <= FINE_MAX ? capacity / STEP : FINE_CLASSES + Integer.numberOfTrailingZeros(capacity);
    }

    /** @param capacity from {@link #capacity} */
    long take(int capacity) {
        int sizeClass = sizeClass(capacity);
        long address = free[sizeClass];
        if (address != 0) {
            free[sizeClass] = UnsafeApi.getLong(address);
            return address;
        }
        if (end - next < capacity) {
            regionBytes = Math.min(2 * regionBytes, REGION_BYTES_MAX);
            Region region = map(Math.max(regionBytes, capacity), "bound.records");
            next = region.address();
            end = next + region.bytes();
        }
        address = next;
        next += capacity;
        return address;
    }

    void give(long address, int capacity) {
        int sizeClass = sizeClass(capacity);
        UnsafeApi.putLong(address, free[sizeClass]);
        free[sizeClass] = address;
    }

    /** A region that lives as long as this. */
    Region map(long bytes, String tag) {
        Region region = memory.map(bytes, tag, hugePages && bytes >= HUGE_PAGE_BYTES);
        regions.add(region);
        return region;
    }

    @Override
    public void close() {
        regions.forEach(Region::close);
        regions.clear();
    }
}
