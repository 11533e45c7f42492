package dev.dyno.btree;

import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.BitSet;
import org.agrona.UnsafeApi;
import org.agrona.collections.Long2LongHashMap;

/**
 * The bytes of large values: in memory or in the checkpoint's file, at the same position in both. Which of them are in
 * memory is noted in bits, one for each unit. A value is in memory from its put until a checkpoint has it and the
 * budget is exceeded; read from the file, it comes back if there is room.
 *
 * <p>Readers copy without a lock. Values of the tree never change, so a reader must only know that memory was not given
 * back while it copied: {@code drops} is odd meanwhile and different afterwards. Values are dropped behind checkpoints
 * only, in the order of their places: nobody notes who reads them, and the system's cache stands behind the file.
 *
 * <p>Invariants
 * <ul>
 * <li>W1 if the bits of a value are set, memory has its bytes
 * <li>W2 if not, the file has them
 * </ul>
 *
 * <p>Threads: any. The lock guards bits, drops and stores. Publication W3: bytes are stored before their bits; bits are
 * taken away between two changes of {@code drops}, and the memory given back before the second.
 */
final class ValueMemory implements AutoCloseable {

    static final int UNIT_BYTES = 512;
    private static final int SYSTEM_PAGE_BYTES = 4096;
    /** Dropped at once: readers wait so long. */
    private static final int RUN_PAGES = 256;
    /** Below this part of the budget values are not dropped for pages. */
    private static final int SHARE = 4;

    private final Region region;
    private final Region bits;
    private final MemoryBudget budget;
    private final CheckpointFiles files;
    private volatile long drops;
    private long units;
    private long dropped;
    private long hand;

    ValueMemory(Memory memory, long bytes, MemoryBudget budget, CheckpointFiles files) {
        region = memory.map(bytes, "large values", false);
        bits = memory.map(bytes / UNIT_BYTES / Byte.SIZE + Long.BYTES, "large values in memory", false);
        this.budget = budget;
        this.files = files;
    }

    /** By the writer: a value of a place that was free. */
    synchronized void store(long place, long value, int length) {
        keep(place, value, length);
    }

    private void keep(long place, long value, int length) {
        UnsafeApi.copyMemory(value, region.address() + place, length);
        UnsafeApi.storeFence(); // publishes W3
        long from = place / UNIT_BYTES;
        long to = from + (length + UNIT_BYTES - 1) / UNIT_BYTES;
        for (long unit = from; unit < to; unit++) {
            long at = bits.address() + (unit >>> 3);
            int mask = 1 << (int) (unit & 7);
            int now = UnsafeApi.getByte(at);
            units += (now & mask) == 0 ? 1 : 0;
            UnsafeApi.putByte(at, (byte) (now | mask));
        }
        budget.values(units * UNIT_BYTES);
    }

    /**
     * Copies a value if it is in memory. What was copied counts if the page that led to it has not changed.
     *
     * @return false if it is in the file
     */
    boolean copy(long place, int length, long to) {
        for (;;) {
            long before = drops; // sees W3
            if ((before & 1) == 0) {
                boolean here = isHere(place, length);
                UnsafeApi.loadFence();
                if (here) {
                    UnsafeApi.copyMemory(region.address() + place, to, length);
                    UnsafeApi.loadFence();
                }
                if (drops == before) { // sees W3
                    return here;
                }
            }
            Thread.onSpinWait();
        }
    }

    private boolean isHere(long place, int length) {
        long from = place / UNIT_BYTES;
        long to = from + (length + UNIT_BYTES - 1) / UNIT_BYTES;
        for (long unit = from; unit < to; unit++) {
            if ((UnsafeApi.getByte(bits.address() + (unit >>> 3)) & 1 << (int) (unit & 7)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads a value from the file. @return false if the file has no such bytes */
    boolean read(long place, int length, long to) {
        DiskFile file = files.large();
        return file != null && file.read(place, to, length) == length;
    }

    /**
     * Keeps a value that was read from the file, if there is room.
     *
     * @param page and {@code word} show that the place is still the value's: who changes that page and stores another
     *     value there comes through the same lock
     */
    synchronized void offer(long place, long value, int length, long page, long word) {
        if (budget.excess() + length < 0 && PageState.isUnchanged(page, word)) {
            keep(place, value, length);
        }
    }

    /** For a checkpoint: values that it must write are in memory. */
    long address(long place) {
        return region.address() + place;
    }

    /**
     * Gives memory back until the budget is kept, as far as values are what exceeds it.
     *
     * @param fresh places and lengths of values that no checkpoint has
     * @param end of what is in use
     */
    synchronized void dropAboveBudget(Long2LongHashMap fresh, long end) {
        if (!isAboveBudget()) {
            return;
        }
        BitSet keep = new BitSet();
        fresh.forEachLong((place, length) -> keep.set((int) (place / SYSTEM_PAGE_BYTES),
                (int) ((place + length - 1) / SYSTEM_PAGE_BYTES) + 1));
        long pages = (end + SYSTEM_PAGE_BYTES - 1) / SYSTEM_PAGE_BYTES;
        for (long seen = 0; seen < pages && isAboveBudget(); seen += RUN_PAGES) {
            hand = hand < pages ? hand : 0;
            long last = Math.min(pages, hand + RUN_PAGES);
            drops++; // publishes W3
            UnsafeApi.fullFence();
            drop(hand, last, keep);
            drops++; // publishes W3
            hand = last;
        }
    }

    private boolean isAboveBudget() {
        return budget.excess() > 0 && units * UNIT_BYTES > budget.bytes / SHARE;
    }

    private void drop(long from, long to, BitSet keep) {
        long first = from;
        for (long page = from; page < to; page++) {
            if (keep.get((int) page) || !clear(page)) {
                discard(first, page);
                first = page + 1;
            }
        }
        discard(first, to);
    }

    private void discard(long from, long to) {
        if (to > from) {
            region.discard(from * SYSTEM_PAGE_BYTES, (to - from) * SYSTEM_PAGE_BYTES);
            dropped += (to - from) * SYSTEM_PAGE_BYTES;
        }
    }

    /** Takes the bits of one page of the system, which has a byte of them, away. @return whether there were any */
    private boolean clear(long page) {
        long at = bits.address() + page;
        int set = Integer.bitCount(UnsafeApi.getByte(at) & 0xff);
        UnsafeApi.putByte(at, (byte) 0);
        units -= set;
        budget.values(units * UNIT_BYTES);
        return set > 0;
    }

    /** Bytes given back since open. */
    synchronized long dropped() {
        return dropped;
    }

    @Override
    public void close() {
        bits.close();
        region.close();
    }
}
