package dev.dyno.btree;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Work;
import dev.dyno.core.engine.Snapshots;
import dev.dyno.core.memory.FreshMemory;
import java.util.BitSet;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;

/**
 * The pages: one reserved region, in which a page's address is its number times a constant, so that going to a child is
 * an addition and no page is an object. Which of them are in memory is {@link BufferManager}'s.
 *
 * <p>Readers are optimistic. Each page has a word, see {@link PageState}, that changes with every write: a reader notes
 * it, reads, and counts its answer only if the word is still the same. So readers neither write nor wait, and a page
 * that is freed and used again needs no epochs: the addresses stay, and whoever still reads there finds another word.
 *
 * <p>Snapshots: before the writer changes a page whose content an open snapshot needs, it copies the page to a free one
 * and links that as {@code previous}. A reader at a snapshot goes back along these links to the first page whose last
 * sequence is not behind its own. Without snapshots nothing is copied.
 *
 * <p>Invariants
 * <ul>
 * <li>P1 a page is being written exactly while it is in {@code written}
 * <li>P2 a page and those along its previous links have falling last sequences
 * <li>P3 a page that a snapshot needs is neither changed nor free, and not evicted unless a checkpoint has it so
 * <li>P5 a page of a tree that is dirty is in {@code changed}, or was taken by the checkpoint that is being made
 * </ul>
 *
 * <p>Threads: one writer; any number of readers. Publication O1: the writer takes {@code STABLE} from the word, stores,
 * and sets the word to the next version with release; a reader loads it with acquire, reads, fences and loads it again.
 */
final class Pages implements AutoCloseable {

    /** Pages that one put may take: halves of splits on its way down, and copies for snapshots. */
    private static final int PUT_PAGES = 16;
    /** The system gives and takes memory in these. */
    static final int SYSTEM_PAGE_BYTES = 4096;
    /** Copies for snapshots have numbers beyond those that trees may take: a delete must not find none. */
    private static final int COPIES = 2;
    /** Of memory for pages that were never used. */
    private static final long AHEAD_BYTES = 16 << 20;

    final int pageBytes;
    /** Page numbers are below this. */
    final int limit;
    private final int stride;
    private final long treePages;
    private final Snapshots snapshots;
    private final Region region;
    private final long base;
    private final MemoryBudget budget;
    private final BufferManager buffers;
    private final FreshMemory fresh;
    private final Work.Job finding;
    private final IntArrayList free = new IntArrayList();
    private final IntArrayList written = new IntArrayList();
    private final Retired retired = new Retired();
    /** Pages of the newest trees. */
    private BitSet inTree = new BitSet();
    /** Pages of trees that were changed since the last checkpoint was begun. */
    private BitSet changed = new BitSet();
    private int next = 1;
    private long dirty;
    private long copied;

    Pages(EngineConfig config, Snapshots snapshots, BTreeOptions options, MemoryBudget budget, PageSource source) {
        this.snapshots = snapshots;
        this.budget = budget;
        pageBytes = options.pageBytes();
        stride = Math.max(pageBytes, SYSTEM_PAGE_BYTES);
        treePages = options.pageSpaceBytes() / stride;
        limit = (int) Math.min(Integer.MAX_VALUE, COPIES * treePages);
        region = config.memory().map((long) limit * stride + PageReader.REACH_BYTES, "tree pages", options.hugePages());
        base = region.address();
        fresh = new FreshMemory(region, AHEAD_BYTES, () -> budget.excess() + AHEAD_BYTES < 0);
        finding = config.work().start("btree-pages", fresh::step);
        buffers = new BufferManager(region, stride, snapshots, budget, source, config.clock(), config.events());
    }

    /** Valid for any number below {@link #limit}. */
    long address(int page) {
        return base + (long) page * stride;
    }

    /** See {@link BufferManager#admit}. */
    long admit(int page, long word) {
        return buffers.admit(page, word);
    }

    BufferManager buffers() {
        return buffers;
    }

    /** The writer's steps and reads, see {@link BufferManager}. */
    void beginStep() {
        buffers.beginStep();
    }

    void endStep() {
        buffers.endStep();
    }

    void nextStep() {
        buffers.nextStep();
    }

    long fix(int page) {
        return buffers.fix(page);
    }

    /** For those that walk a whole tree with nothing being written: a page in a step of its own. */
    void copy(int page, long to) {
        buffers.nextStep();
        UnsafeApi.copyMemory(buffers.fix(page), to, pageBytes);
    }

    /** Whether puts, with those of their group so many, find pages whatever they do. */
    void requireRoom(int puts) {
        long used = next - 1L - free.size();
        if (used + (long) PUT_PAGES * puts > treePages) {
            throw new EngineException.Full("no numbers for pages left: option page-space-bytes=" + treePages * stride
                    + ", pages=" + used + ", puts=" + puts, null);
        }
        if (budget.isExhausted()) {
            reclaim(); // snapshots may have been closed since the last commit, and none may come
        }
        if (budget.isExhausted()) {
            throw new EngineException.Full("memory is full of pages that snapshots need or no checkpoint has: "
                    + budget + ", snapshots=" + snapshots.count(), null);
        }
    }

    /** A page of a tree to write; unlocked by {@link #endWrites}. */
    int allocate() {
        int page = claim();
        inTree.set(page);
        changed.set(page);
        return page;
    }

    private int claim() {
        if (free.isEmpty() && next == limit) {
            throw new EngineException.Full("no numbers for pages left: limit=" + limit, null);
        }
        int page = free.isEmpty() ? next++ : free.popInt();
        buffers.claim(page);
        written.addInt(page);
        dirty(1);
        PageLayout.PREVIOUS.set(address(page), 0);
        return page;
    }

    private void dirty(int more) {
        dirty += more;
        budget.dirtyPages(dirty * stride);
    }

    /**
     * From now until {@link #endWrites} readers of the page start again.
     *
     * @param sequence of the commit that changes it
     */
    long beginWrite(int page, long sequence) {
        long address = address(page);
        if ((UnsafeApi.getLong(address) & PageState.STABLE) != 0) {
            if (snapshots.newest() >= PageLayout.LAST_SEQUENCE.get(address)) {
                keepFor(page, sequence);
            }
            lock(page, address);
            PageLayout.LAST_SEQUENCE.set(address, sequence);
        }
        return address;
    }

    /** As {@link #beginWrite}, for a change after which the page says the same, to snapshots too. */
    void beginSame(int page) {
        long address = address(page);
        if ((UnsafeApi.getLong(address) & PageState.STABLE) != 0) {
            lock(page, address);
        }
    }

    private void keepFor(int page, long sequence) {
        int copy = claim();
        long from = address(page);
        int rest = PageLayout.LAST_SEQUENCE.offset();
        UnsafeApi.copyMemory(from + rest, address(copy) + rest, pageBytes - rest);
        PageLayout.PREVIOUS.set(from, copy);
        retire(sequence, copy);
        copied++;
    }

    private void retire(long sequence, int page) {
        retired.add(sequence, page);
        budget.pinnedPages((long) retired.count() * stride);
    }

    /**
     * A plain store is enough. Readers and the clock change only {@code COOLING} meanwhile, and what the store
     * overrides of that does no harm: a reader that warmed the page finds another word, a page that does not look cool
     * is not evicted, and this one cannot be, because the writer has read it in its step (B4).
     */
    private void lock(int page, long address) {
        long word = UnsafeApi.getLong(address);
        UnsafeApi.putLong(address, word & ~(PageState.STABLE | PageState.COOLING) | PageState.DIRTY); // publishes O1
        UnsafeApi.storeStoreFence();
        written.addInt(page);
        if ((word & PageState.DIRTY) == 0) {
            changed.set(page);
            dirty(1);
        }
    }

    void endWrites() {
        for (int i = 0; i < written.size(); i++) {
            long address = address(written.getInt(i));
            long word = UnsafeApi.getLong(address) + PageState.VERSION | PageState.STABLE;
            UnsafeApi.putLongRelease(null, address, word); // publishes O1
        }
        written.clear();
    }

    /** Gives back a page that is not reachable any more from the newest version of its tree. */
    void release(int page, long sequence) {
        inTree.clear(page);
        changed.clear(page);
        if (snapshots.newest() >= 0) {
            pin(page);
            retire(sequence, page);
        } else {
            free(page);
        }
    }

    /** The next checkpoint does not have the page: it stays in memory. */
    private void pin(int page) {
        long address = fix(page);
        long word = PageState.get(address);
        while (!PageState.replace(address, word, word & ~PageState.COOLING | PageState.DIRTY)) {
            word = PageState.get(address);
        }
        dirty((word & PageState.DIRTY) == 0 ? 1 : 0);
    }

    /** Its memory may go at once: the page is clean, and the clock takes it for a leaf. */
    private void free(int page) {
        long address = address(page);
        long word = PageState.get(address);
        while (!PageState.isAbsentOrBusy(word)
                && !PageState.replace(address, word, word & -PageState.VERSION)) {
            word = PageState.get(address);
        }
        if (!PageState.isAbsentOrBusy(word)) {
            PageLayout.LEVEL.set(address, 0);
            PageLayout.LAST_SEQUENCE.set(address, 0);
            long next = (word & -PageState.VERSION) + PageState.VERSION | PageState.STABLE;
            UnsafeApi.putLongRelease(null, address, next); // publishes O1
            dirty((word & PageState.DIRTY) == 0 ? 0 : -1);
        }
        free.addInt(page);
    }

    /** Frees the pages that no snapshot needs any more. */
    void reclaim() {
        long oldest = snapshots.oldest();
        while (retired.hasFree(oldest)) {
            free((int) retired.remove());
            budget.pinnedPages((long) retired.count() * stride);
        }
    }

    /** Behind each commit group: memory for pages to come is found in the background. */
    void lookAhead() {
        if (fresh.used((long) next * stride)) {
            finding.wake();
        }
    }

    /** For a checkpoint that begins: the pages it must write. */
    BitSet takeChanged() {
        BitSet taken = changed;
        changed = new BitSet();
        return taken;
    }

    /** For a checkpoint that failed. */
    void giveBackChanged(BitSet taken) {
        taken.and(inTree);
        changed.or(taken);
    }

    /** For a checkpoint that begins: the pages of all trees. */
    BitSet inTree() {
        return (BitSet) inTree.clone();
    }

    /**
     * A durable checkpoint has the page.
     *
     * @param word that the page had when its content was copied; 0 if an older version of it was
     */
    void saved(int page, long word) {
        if (!inTree.get(page)) {
            return;
        }
        long address = address(page);
        if (word != 0 && PageState.replace(address, word, word & ~PageState.DIRTY)) {
            dirty(-1);
        } else if ((PageState.get(address) & PageState.DIRTY) != 0) {
            changed.set(page); // P5: it was changed while it was dirty, which nobody noted
        }
    }

    /** All numbers below this were taken at some time. */
    int next() {
        return next;
    }

    /**
     * Before a replay: the pages that a checkpoint kept are in use, all others below {@code nextPage} are free.
     *
     * @throws EngineException.Full if there are not so many numbers
     */
    void restore(int nextPage, BitSet used) {
        if (nextPage > limit) {
            throw new EngineException.Full("no numbers for the pages of the checkpoint: option page-space-bytes="
                    + treePages * stride + ", needed=" + (long) nextPage * stride, null);
        }
        next = nextPage;
        inTree = used;
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

    /** Whether a page is of a tree. */
    boolean isInTree(int page) {
        return inTree.get(page);
    }

    int treePages() {
        return inTree.cardinality();
    }

    /** Dirty pages, those for snapshots included. */
    long dirty() {
        return dirty;
    }

    /** Old pages that snapshots need. */
    int kept() {
        return retired.count();
    }

    /** Pages copied for snapshots since open. */
    long copied() {
        return copied;
    }

    @Override
    public void close() {
        finding.close();
        region.close();
    }
}
