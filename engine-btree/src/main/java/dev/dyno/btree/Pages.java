package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.engine.Snapshots;
import java.util.BitSet;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;

/**
 * The pages in memory: one reserved region, in which a page's address is its number times the page size, so that going
 * to a child is an addition and no page is an object.
 *
 * <p>Readers are optimistic. Each page has a version, odd while it is written: a reader notes it, reads, and counts its
 * answer only if the version is still the same. So readers neither write nor wait, and a page that is freed and used
 * again needs no epochs: the memory stays, and whoever still reads there finds another version.
 *
 * <p>Snapshots: before the writer changes a page whose content an open snapshot needs, it copies the page to a free one
 * and links that as {@code previous}. A reader at a snapshot goes back along these links to the first page whose last
 * sequence is not behind its own. Without snapshots nothing is copied.
 *
 * <p>Invariants
 * <ul>
 * <li>P1 a page's version is odd exactly while it is in {@code written}
 * <li>P2 a page and those along its previous links have falling last sequences
 * <li>P3 a page that a snapshot needs is neither changed nor free
 * </ul>
 *
 * <p>Threads: one writer; any number of readers. Publication O1: the writer makes the version odd, fences, stores,
 * and makes it even with release; a reader loads it with acquire, reads, fences and loads it again.
 */
final class Pages implements AutoCloseable {

    /** Pages that one step of an operation may take: halves of a split, their parents, and copies for snapshots. */
    private static final int STEP_PAGES = 16;

    final int pageBytes;
    /** Page numbers are below this. */
    final int limit;
    private final Snapshots snapshots;
    private final Region region;
    private final long base;
    private final IntArrayList free = new IntArrayList();
    private final IntArrayList written = new IntArrayList();
    private final Retired retired = new Retired();
    /** Pages taken since the last checkpoint was begun: their content is in no file. */
    private BitSet fresh = new BitSet();
    private int next = 1;
    private long copied;

    Pages(Memory memory, Snapshots snapshots, BTreeOptions options) {
        this.snapshots = snapshots;
        pageBytes = options.pageBytes();
        limit = (int) Math.min(Integer.MAX_VALUE, options.memoryBytes() / pageBytes);
        region = memory.map((long) limit * pageBytes + PageReader.REACH_BYTES, "tree pages", options.hugePages());
        base = region.address();
    }

    /** Valid for any number below {@link #limit}. */
    long address(int page) {
        return base + (long) page * pageBytes;
    }

    /** The version to validate against; odd if the page is being written. */
    static long version(long page) {
        return UnsafeApi.getLongAcquire(null, page); // sees O1
    }

    /** Whether what was read since {@link #version} counts. */
    static boolean isUnchanged(long page, long version) {
        UnsafeApi.loadFence();
        return UnsafeApi.getLong(page) == version; // sees O1
    }

    /** @throws EngineException.Full if a step could find no page in its middle */
    void requireRoom() {
        if (free.size() + (long) limit - next < STEP_PAGES) {
            throw new EngineException.Full("no memory for pages: option memory-bytes=" + (long) limit * pageBytes
                    + ", pageBytes=" + pageBytes, null);
        }
    }

    /** A page to write; unlocked by {@link #endWrites}. */
    int allocate() {
        int page = free.isEmpty() ? next++ : free.popInt();
        fresh.set(page);
        lock(page);
        PageLayout.PREVIOUS.set(address(page), 0);
        return page;
    }

    /**
     * From now until {@link #endWrites} readers of the page start again.
     *
     * @param sequence of the commit that changes it
     */
    long beginWrite(int page, long sequence) {
        long address = address(page);
        if ((UnsafeApi.getLong(address) & 1) == 0) {
            if (snapshots.newest() >= PageLayout.LAST_SEQUENCE.get(address)) {
                keepFor(page, sequence);
            }
            lock(page);
            PageLayout.LAST_SEQUENCE.set(address, sequence);
        }
        return address;
    }

    private void keepFor(int page, long sequence) {
        int copy = allocate();
        long from = address(page);
        int rest = PageLayout.LAST_SEQUENCE.offset();
        UnsafeApi.copyMemory(from + rest, address(copy) + rest, pageBytes - rest);
        PageLayout.PREVIOUS.set(from, copy);
        retired.add(sequence, copy);
        copied++;
    }

    private void lock(int page) {
        long address = address(page);
        UnsafeApi.putLong(address, UnsafeApi.getLong(address) + 1);
        UnsafeApi.storeStoreFence(); // before the stores that follow: publishes O1 as odd
        written.addInt(page);
    }

    void endWrites() {
        for (int i = 0; i < written.size(); i++) {
            long address = address(written.getInt(i));
            UnsafeApi.putLongRelease(null, address, UnsafeApi.getLong(address) + 1); // publishes O1
        }
        written.clear();
    }

    /** Gives back a page that is not reachable any more from the newest version of its tree. */
    void release(int page, long sequence) {
        if (snapshots.newest() >= 0) {
            retired.add(sequence, page);
        } else {
            free.addInt(page);
        }
    }

    /** Frees the pages that no snapshot needs any more. */
    void reclaim() {
        long oldest = snapshots.oldest();
        while (retired.hasFree(oldest)) {
            free.addInt((int) retired.remove());
        }
    }

    /** For a checkpoint that begins: the pages taken since the one before. */
    BitSet takeFresh() {
        BitSet taken = fresh;
        fresh = new BitSet();
        return taken;
    }

    /** For a checkpoint that failed. */
    void giveBackFresh(BitSet taken) {
        fresh.or(taken);
    }

    /** All numbers below this were taken at some time. */
    int next() {
        return next;
    }

    /**
     * Before a replay: the pages that a checkpoint kept are in use, all others below {@code nextPage} are free.
     *
     * @throws EngineException.Full if they do not fit
     */
    void restore(int nextPage, BitSet used) {
        if (nextPage > limit) {
            throw new EngineException.Full("no memory for the pages of the checkpoint: option memory-bytes="
                    + (long) limit * pageBytes + ", needed=" + (long) nextPage * pageBytes, null);
        }
        next = nextPage;
        for (int page = nextPage - 1; page > 0; page--) {
            if (!used.get(page)) {
                free.addInt(page);
            }
        }
    }

    /** Pages in use: of trees, and old ones that snapshots need. */
    int used() {
        return next - 1 - free.size();
    }

    /** Old pages that snapshots need. */
    int kept() {
        return retired.count();
    }

    /** Pages copied for snapshots since open. */
    long copied() {
        return copied;
    }

    /** Bytes of memory touched. */
    long bytes() {
        return (long) next * pageBytes;
    }

    @Override
    public void close() {
        region.close();
    }
}
