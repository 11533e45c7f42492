package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.engine.Snapshots;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;

/**
 * Values too large for a page, each in one piece in a region of their own. An extent is written once, before a page
 * refers to it, and never changed while one does; a reader copies it and then validates the page that led there, so
 * extents, too, are used again without epochs.
 *
 * <p>Sizes come in classes, four to each doubling, and every class has its own list of free places: finding and freeing
 * are a push and a pop, an extent wastes a tenth on average, and space of one class does not serve another.
 *
 * <p>In the checkpoint's file an extent lies at the position that is its place in the region. So that nothing there is
 * overwritten, a place that the last durable checkpoint may refer to is not used again before the next one is durable.
 *
 * <p>Invariants
 * <ul>
 * <li>X1 an extent is in use, retired, held for a checkpoint or free, once
 * <li>X2 an extent that a snapshot, a checkpoint or the newest tree refers to is not changed
 * <li>X3 places and lengths lie in the region
 * </ul>
 *
 * <p>Threads: one writer; readers of what the tree refers to.
 */
final class Extents implements AutoCloseable {

    static final int UNIT_BYTES = 512;
    private static final int CLASSES = 64;
    private static final int CLASS_BITS = 6;
    /** Of the longest value. */
    private static final int CLASS_MAX = 43;
    /** Places begin behind the header that the file has. */
    static final int START = 512;

    final long bytes;
    private final Snapshots snapshots;
    private final Region region;
    private final LongArrayList[] free = new LongArrayList[CLASSES];
    private final Retired retired = new Retired();
    /** Places stored to since the last checkpoint was begun: no file refers to them. */
    private Long2LongHashMap fresh = new Long2LongHashMap(0);
    /** Given back, but a checkpoint's file may refer to them: place and class. */
    private LongArrayList held = new LongArrayList();
    private boolean hasCheckpoint;
    private long end = START;
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
        fresh.put(place, length);
        usedBytes += classBytes(sizeClass);
        return place;
    }

    static int checksum(long value, int length) {
        return Crc32c.INSTANCE.compute(value, 0, length);
    }

    /** Gives back what the newest tree refers to no more. */
    void release(long place, int length, long sequence) {
        int sizeClass = sizeClass(length);
        usedBytes -= classBytes(sizeClass);
        long what = place << CLASS_BITS | sizeClass;
        if (snapshots.newest() >= 0) {
            retired.add(sequence, what);
        } else {
            free(what);
        }
    }

    private void free(long what) {
        long place = what >>> CLASS_BITS;
        if (!hasCheckpoint || fresh.remove(place) != fresh.missingValue()) {
            free[(int) what & CLASSES - 1].addLong(place);
        } else {
            held.addLong(what);
        }
    }

    /** Frees what no snapshot needs any more. */
    void reclaim() {
        long oldest = snapshots.oldest();
        while (retired.hasFree(oldest)) {
            free(retired.remove());
        }
    }

    /** What a checkpoint that begins must write, by place: lengths. From now on places may be in a file. */
    Long2LongHashMap takeFresh() {
        Long2LongHashMap taken = fresh;
        fresh = new Long2LongHashMap(0);
        hasCheckpoint = true;
        return taken;
    }

    /** What no checkpoint refers to once the one that begins is durable. */
    LongArrayList takeHeld() {
        LongArrayList taken = held;
        held = new LongArrayList();
        return taken;
    }

    /** For a checkpoint that failed. */
    void giveBack(Long2LongHashMap takenFresh, LongArrayList takenHeld) {
        takenFresh.forEachLong(fresh::put);
        for (int i = 0; i < takenHeld.size(); i++) {
            held.addLong(takenHeld.getLong(i));
        }
    }

    /** For a checkpoint that is durable. */
    void releaseHeld(LongArrayList takenHeld) {
        for (int i = 0; i < takenHeld.size(); i++) {
            long what = takenHeld.getLong(i);
            free[(int) what & CLASSES - 1].addLong(what >>> CLASS_BITS);
        }
    }

    /** Before a replay: room up to {@code newEnd} is filled from a file. */
    void restoreEnd(long newEnd) {
        if (newEnd > bytes) {
            throw new EngineException.Full("no memory for the large values of the checkpoint: option"
                    + " large-value-memory-bytes=" + bytes + ", needed=" + newEnd, null);
        }
        end = newEnd;
        hasCheckpoint = true;
    }

    /** Before a replay, in order of places: an extent that the checkpoint refers to; what lies before it is free. */
    void restore(long place, int length, long before) {
        freeGap(before, place);
        usedBytes += classBytes(sizeClass(length));
    }

    /** Cuts a range that nothing refers to into the largest classes that fit. */
    void freeGap(long from, long to) {
        long at = from;
        int sizeClass = CLASSES - 1;
        while (to - at >= UNIT_BYTES) {
            while (sizeClass > CLASS_MAX || classBytes(sizeClass) > to - at) {
                sizeClass--;
            }
            free[sizeClass].addLong(at);
            at += classBytes(sizeClass);
        }
    }

    /** Bytes of extents that the newest tree refers to, with their waste. */
    long usedBytes() {
        return usedBytes;
    }

    /** Bytes from the start of the region that were ever used. */
    long end() {
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
