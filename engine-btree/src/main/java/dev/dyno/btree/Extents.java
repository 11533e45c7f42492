package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.engine.Snapshots;
import java.util.Arrays;
import java.util.BitSet;
import org.agrona.checksum.Crc32c;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;

/**
 * Values too large for a page, each in one piece: which places they have, and which are free. A place is the position
 * of a value both in a region of memory, see {@link ValueMemory}, and in the checkpoint's file. An extent is written
 * once, before a page refers to it, and never changed while one does; a reader copies it and then validates the page
 * that led there, so extents, too, are used again without epochs.
 *
 * <p>After a checkpoint, when much is free, the lists of {@link Gaps} are cut anew, lowest first, so that neighbours
 * grow together and the end of the file empties; {@link LargeMoves} takes there what still lies behind.
 *
 * <p>So that nothing in the file is overwritten, a place that the last durable checkpoint may refer to is not used
 * again before the next one is durable.
 *
 * <p>Invariants
 * <ul>
 * <li>X1 an extent is in use, retired, held for a checkpoint or free, once
 * <li>X2 an extent that a snapshot, a checkpoint or the newest tree refers to is not changed
 * <li>X3 places and lengths lie in the region, and what the newest tree refers to is in {@code live}, once
 * </ul>
 *
 * <p>Threads: one writer; readers of what the tree refers to.
 */
final class Extents implements AutoCloseable {

    static final int UNIT_BYTES = ValueMemory.UNIT_BYTES;
    private static final int CLASS_BITS = 6;
    /** Places begin behind the header that the file has, which takes a unit. */
    static final int START = UNIT_BYTES;

    final long bytes;
    private final Snapshots snapshots;
    private final MemoryBudget budget;
    private final ValueMemory memory;
    private final Gaps gaps = new Gaps();
    private final Retired retired = new Retired();
    /** Places stored to since the last checkpoint was begun: no file refers to them. */
    private Long2LongHashMap fresh = new Long2LongHashMap(0);
    private long freshBytes;
    /** Given back, but a checkpoint's file may refer to them: place and class. */
    private LongArrayList held = new LongArrayList();
    /** By unit: what the newest tree refers to; and all that is not free. */
    private BitSet live = new BitSet();
    private final BitSet taken = new BitSet();
    private boolean hasCheckpoint;
    private long end = START;
    private long usedBytes;
    /** What the group that is judged will take, by class and in bytes. */
    private final int[] wanted = new int[Gaps.CLASSES];
    private long wantedBytes;

    Extents(Memory memory, Snapshots snapshots, BTreeOptions options, MemoryBudget budget, CheckpointFiles files) {
        this.snapshots = snapshots;
        this.budget = budget;
        bytes = options.largeValueSpaceBytes();
        this.memory = new ValueMemory(memory, bytes, budget, files);
        taken.set(0);
    }

    ValueMemory memory() {
        return memory;
    }

    /** Whether {@code length} bytes at a place that was read optimistically lie in the region. */
    boolean contains(long place, int length) {
        return place >= 0 && length >= 0 && place <= bytes - length;
    }

    /** A group begins to be judged. */
    void judging() {
        if (wantedBytes > 0) {
            Arrays.fill(wanted, 0);
            wantedBytes = 0;
        }
    }

    /** @throws EngineException.Full if a value of the group that is judged would find no place */
    void requireRoom(int length) {
        wanted[Gaps.sizeClass(length)]++;
        wantedBytes += Gaps.classBytes(Gaps.sizeClass(length));
        long fromEnd = 0;
        for (int i = 0; i < Gaps.CLASSES; i++) {
            fromEnd += Math.max(0, wanted[i] - gaps.count(i)) * Gaps.classBytes(i);
        }
        if (end + fromEnd > bytes) {
            wanted[Gaps.sizeClass(length)]--;
            wantedBytes -= Gaps.classBytes(Gaps.sizeClass(length));
            throw full();
        }
    }

    private EngineException.Full full() {
        return new EngineException.Full("no places for large values left: option large-value-space-bytes=" + bytes
                + ", used=" + usedBytes, null);
    }

    /**
     * Stores a value.
     *
     * @return its place: bytes from the start of the region
     * @throws EngineException.Full if there is no room; nothing has changed
     */
    long store(long value, int length) {
        int sizeClass = Gaps.sizeClass(length);
        // A larger gap is cut only if nothing that was promised to the group can depend on it.
        int from = end + wantedBytes <= bytes ? gaps.lowest(sizeClass) : sizeClass;
        if (from != Gaps.NONE && gaps.count(from) > 0) {
            return store(gaps.take(from, sizeClass), value, length);
        }
        if (end + Gaps.classBytes(sizeClass) > bytes) {
            throw full();
        }
        end += Gaps.classBytes(sizeClass);
        return store(end - Gaps.classBytes(sizeClass), value, length);
    }

    /** Whether {@link #storeInGap} would store a value before a place. */
    boolean hasGapBefore(long place, int length) {
        int gap = gaps.lowest(Gaps.sizeClass(length));
        return gap != Gaps.NONE && gaps.first(gap) < place;
    }

    /** Stores a value in the lowest gap that there is, see {@link #hasGapBefore}. @return its place */
    long storeInGap(long value, int length) {
        int sizeClass = Gaps.sizeClass(length);
        return store(gaps.take(gaps.lowest(sizeClass), sizeClass), value, length);
    }

    private long store(long place, long value, int length) {
        int sizeClass = Gaps.sizeClass(length);
        memory.store(place, value, length);
        fresh.put(place, length);
        freshBytes += length;
        budget.freshValues(freshBytes);
        mark(live, place, sizeClass, true);
        mark(taken, place, sizeClass, true);
        usedBytes += Gaps.classBytes(sizeClass);
        return place;
    }

    /** Copies a value out of memory or the file. @throws EngineException.Corrupt if it is damaged */
    void read(long place, int length, long to, int checksum) {
        if (!memory.copy(place, length, to)) {
            check(place, to, length, memory.read(place, length, to), checksum);
        }
    }

    private static void mark(BitSet units, long place, int sizeClass, boolean on) {
        int from = (int) (place / UNIT_BYTES);
        units.set(from, from + (int) (Gaps.classBytes(sizeClass) / UNIT_BYTES), on);
    }

    static int checksum(long value, int length) {
        return Crc32c.INSTANCE.compute(value, 0, length);
    }

    /** @throws EngineException.Corrupt if what was read from the file is not what was stored */
    static void check(long place, long value, int length, boolean whole, int checksum) {
        int found = whole ? checksum(value, length) : 0;
        if (!whole || found != checksum) {
            throw new EngineException.Corrupt(CheckpointFiles.LARGE, place, "large value", "checksum",
                    whole ? found : "fewer than " + length + " bytes", checksum);
        }
    }

    /** Gives back what the newest tree refers to no more. */
    void release(long place, int length, long sequence) {
        int sizeClass = Gaps.sizeClass(length);
        usedBytes -= Gaps.classBytes(sizeClass);
        mark(live, place, sizeClass, false);
        long what = place << CLASS_BITS | sizeClass;
        if (snapshots.newest() >= 0) {
            retired.add(sequence, what);
        } else {
            free(what);
        }
    }

    private void free(long what) {
        long place = what >>> CLASS_BITS;
        long freshLength = fresh.remove(place);
        if (freshLength != fresh.missingValue()) {
            freshBytes -= freshLength;
            budget.freshValues(freshBytes);
        }
        if (!hasCheckpoint || freshLength != fresh.missingValue()) {
            freeNow(what);
        } else {
            held.addLong(what);
        }
    }

    private void freeNow(long what) {
        int sizeClass = (int) what & (1 << CLASS_BITS) - 1;
        gaps.add(what >>> CLASS_BITS, sizeClass);
        mark(taken, what >>> CLASS_BITS, sizeClass, false);
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
        Long2LongHashMap now = fresh;
        fresh = new Long2LongHashMap(0);
        freshBytes = 0;
        budget.freshValues(0);
        hasCheckpoint = true;
        return now;
    }

    /** What no checkpoint refers to once the one that begins is durable. */
    LongArrayList takeHeld() {
        LongArrayList now = held;
        held = new LongArrayList();
        return now;
    }

    /** Units that the newest tree refers to, for the map of a checkpoint that begins. */
    BitSet live() {
        return (BitSet) live.clone();
    }

    /** For a checkpoint that failed. */
    void giveBack(Long2LongHashMap takenFresh, LongArrayList takenHeld) {
        takenFresh.forEachLong((place, length) -> {
            if (fresh.put(place, length) == fresh.missingValue()) {
                freshBytes += length;
            }
        });
        budget.freshValues(freshBytes);
        for (int i = 0; i < takenHeld.size(); i++) {
            held.addLong(takenHeld.getLong(i));
        }
    }

    /**
     * For a checkpoint that is durable: places that only the one before referred to are free, and memory that is above
     * the budget is given back.
     *
     * @return where the file may end
     */
    long saved(LongArrayList takenHeld) {
        for (int i = 0; i < takenHeld.size(); i++) {
            freeNow(takenHeld.getLong(i));
        }
        long last = (long) taken.length() * UNIT_BYTES;
        long unused = end - (long) taken.cardinality() * UNIT_BYTES;
        if (last < end || unused > end / 8 && !takenHeld.isEmpty()) {
            end = last;
            gaps.cut(taken, end);
        }
        memory.dropAboveBudget(fresh, end);
        return end;
    }

    /** Whether much of the file is gaps, and values at its end could lie in them. */
    boolean isWasteful() {
        return Places.isWasteful(end / UNIT_BYTES, usedBytes / UNIT_BYTES);
    }

    /** Before values are moved. @return where the file would end if they lay side by side */
    long sortGaps() {
        gaps.cut(taken, end);
        return START + usedBytes;
    }

    /** Before a replay: what a checkpoint's map says is in use. */
    void restore(BitSet inUse) {
        long newEnd = Math.max(START, (long) inUse.length() * UNIT_BYTES);
        if (newEnd > bytes) {
            throw new EngineException.Full("no places for the large values of the checkpoint: option"
                    + " large-value-space-bytes=" + bytes + ", needed=" + newEnd, null);
        }
        live = inUse;
        taken.or(inUse);
        usedBytes = (long) inUse.cardinality() * UNIT_BYTES;
        end = newEnd;
        hasCheckpoint = true;
        gaps.cut(taken, end);
    }

    /** X3: whether all units of an extent are known to be in use. */
    boolean isLive(long place, int length) {
        int from = (int) (place / UNIT_BYTES);
        int units = (int) (Gaps.classBytes(Gaps.sizeClass(length)) / UNIT_BYTES);
        return place % UNIT_BYTES == 0 && live.nextClearBit(from) >= from + units;
    }

    /** Bytes of extents that the newest tree refers to, with their waste. */
    long usedBytes() {
        return usedBytes;
    }

    /** Bytes from the start of the region that are used, or were and are not given back. */
    long end() {
        return end;
    }

    @Override
    public void close() {
        memory.close();
    }
}
