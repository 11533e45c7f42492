package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.engine.Snapshots;
import org.agrona.UnsafeApi;
import org.agrona.collections.LongArrayList;

/**
 * Values too large for a page, each in one piece in a region of their own. An extent is written once, before a page
 * refers to it, and never changed while one does; a reader copies it and then validates the page that led there, so
 * extents, too, are used again without epochs.
 *
 * <p>Sizes come in classes, four to each doubling, and every class has its own list of free places: finding and freeing
 * are a push and a pop, an extent wastes a tenth on average, and space of one class does not serve another.
 *
 * <p>Invariants
 * <ul>
 * <li>X1 an extent is in use, retired or free, once
 * <li>X2 an extent that a snapshot or the newest tree refers to is not changed
 * </ul>
 *
 * <p>Threads: one writer; readers of what the tree refers to.
 */
final class Extents implements AutoCloseable {

    private static final int UNIT_BYTES = 512;
    private static final int CLASSES = 64;
    private static final int CLASS_BITS = 6;

    final long bytes;
    private final Snapshots snapshots;
    private final Region region;
    private final LongArrayList[] free = new LongArrayList[CLASSES];
    private final Retired retired = new Retired();
    private long end = UNIT_BYTES;
    private long usedBytes;

    Extents(Memory memory, Snapshots snapshots, BTreeOptions options) {
        this.snapshots = snapshots;
        bytes = options.largeValueMemoryBytes();
        region = memory.map(bytes, "large values", false);
        for (int i = 0; i < CLASSES; i++) {
            free[i] = new LongArrayList();
        }
    }

    /** Memory of a place. */
    long address(long place) {
        return region.address() + place;
    }

    /** Whether {@code length} bytes at a place that was read optimistically lie in the region. */
    boolean contains(long place, int length) {
        return place >= 0 && length >= 0 && place <= bytes - length;
    }

    /**
     * Stores a value.
     *
     * @return its place: bytes from the start of the region
     * @throws EngineException.Full if there is no room; nothing has changed
     */
    long store(long value, int length) {
        int sizeClass = sizeClass(length);
        long place;
        if (!free[sizeClass].isEmpty()) {
            place = free[sizeClass].removeAt(free[sizeClass].size() - 1);
        } else if (end + classBytes(sizeClass) <= bytes) {
            place = end;
            end += classBytes(sizeClass);
        } else {
            throw new EngineException.Full("no memory for large values: option large-value-memory-bytes=" + bytes
                    + ", used=" + usedBytes, null);
        }
        UnsafeApi.copyMemory(value, address(place), length);
        usedBytes += classBytes(sizeClass);
        return place;
    }

    /** Gives back what the newest tree refers to no more. */
    void release(long place, int length, long sequence) {
        int sizeClass = sizeClass(length);
        usedBytes -= classBytes(sizeClass);
        if (snapshots.newest() >= 0) {
            retired.add(sequence, place << CLASS_BITS | sizeClass);
        } else {
            free[sizeClass].addLong(place);
        }
    }

    /** Frees what no snapshot needs any more. */
    void reclaim() {
        long oldest = snapshots.oldest();
        while (retired.hasFree(oldest)) {
            long what = retired.remove();
            free[(int) what & CLASSES - 1].addLong(what >>> CLASS_BITS);
        }
    }

    /** Bytes of extents that the newest tree refers to, with their waste. */
    long usedBytes() {
        return usedBytes;
    }

    /** Bytes of memory touched. */
    long touchedBytes() {
        return end;
    }

    /** The smallest class that holds a length: (4 + c % 4) / 4 times 2 to the power of c / 4, in units. */
    static int sizeClass(int length) {
        int units = Math.max(1, (length + UNIT_BYTES - 1) / UNIT_BYTES);
        if (units <= 4) {
            return units - 1;
        }
        int shift = 29 - Integer.numberOfLeadingZeros(units - 1);
        return 4 * shift + (units - 1 >>> shift);
    }

    static long classBytes(int sizeClass) {
        if (sizeClass < 4) {
            return (sizeClass + 1L) * UNIT_BYTES;
        }
        int shift = sizeClass / 4 - 1;
        return (sizeClass % 4 + 5L << shift) * UNIT_BYTES;
    }

    @Override
    public void close() {
        region.close();
    }
}
