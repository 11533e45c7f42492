package dev.dyno.btree;

import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import dev.dyno.core.engine.Snapshots;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;

/**
 * Which pages are in memory. A page has one address, in memory or not; evicting gives the memory back, and loading
 * fills it again. So no number of a page is ever translated, and what fits costs what it did without a budget.
 *
 * <p>Policy: two hands go around the pages in memory. The first makes clean leaves cool; a reader that meets one warms
 * it again; the second, some way behind, evicts what is still cool. Inner pages are passed over as long as there is
 * something else: a tree without them would read two pages where one is wanted.
 *
 * <p>Evicted is only what a durable checkpoint has and no open snapshot sees otherwise. Readers need no protection:
 * they validate, and a page that was evicted under them has another word, even if it was loaded again. The writer reads
 * without validating, and does so in steps: what became cool during a step is not evicted before it ends.
 *
 * <p>Invariants
 * <ul>
 * <li>B1 a page is in one slot exactly while it is not absent
 * <li>B2 an evicted page is clean: its content is in a durable checkpoint, or it is free
 * <li>B3 the word of a page that was loaded is greater than any it had before
 * <li>B4 what the writer has read in its step stays until the step ends
 * <li>B5 of the pages taken last so many stay that a reader comes to its leaf
 * </ul>
 *
 * <p>Threads: any. The lock guards slots, hands and the first moment of a load, never reading from a disk. Publication
 * B4: the writer stores that a step began, fences, and loads words; the clock stores {@code COOLING}, fences, and loads
 * the step: one of them sees the other.
 */
final class BufferManager {

    /** An operation of the writer may need so many at once, and a cursor or two beside it. */
    static final int PAGES_MIN = 64;
    private static final int BATCH_MAX = 64;
    /** After the hands found nothing on two rounds, they rest for a load in so many slots. */
    private static final int PAUSE_PART = 64;
    /**
     * The pages taken last are not evicted, however little memory there is, or readers on their way down would take
     * each other's pages for ever, and a single one its own.
     */
    private static final int NEW_MAX = 32;

    private final Region region;
    private final int stride;
    private final Snapshots snapshots;
    private final MemoryBudget budget;
    private final PageSource source;
    private final Clock clock;
    private final Events events;
    /** Odd while the writer is in a step. */
    private final AtomicLong step = new AtomicLong();
    /** Pages in memory; 0 is a hole. With the step in which a page was made cool. */
    private int[] slots = new int[256];
    private long[] cooledIn = new long[256];
    /** How many pages had been taken when the slot's page was. */
    private long[] takenAt = new long[256];
    private long takes;
    private final IntArrayList holes = new IntArrayList();
    private int slotCount;
    private int resident;
    private int coolHand;
    private int evictHand;
    private int between;
    /** Of all words of evicted pages, without their low bits. */
    private long greatest;
    /** Loads until the hands are tried again, after they found nothing. */
    private int pause;
    private long loads;
    private long evictions;

    BufferManager(Region region, int stride, Snapshots snapshots, MemoryBudget budget, PageSource source, Clock clock,
            Events events) {
        this.region = region;
        this.stride = stride;
        this.snapshots = snapshots;
        this.budget = budget;
        this.source = source;
        this.clock = clock;
        this.events = events;
    }

    private long address(int page) {
        return region.address() + (long) page * stride;
    }

    /** The writer reads pages from here on, until {@link #endStep}. */
    void beginStep() {
        step.lazySet(step.get() + 1);
        UnsafeApi.fullFence(); // publishes B4
    }

    void endStep() {
        step.lazySet(step.get() + 1);
    }

    /** Ends a step and begins another. */
    void nextStep() {
        step.lazySet(step.get() + 2);
        UnsafeApi.fullFence(); // publishes B4
    }

    /**
     * For a reader that met a page it may not read.
     *
     * @param word that it met
     * @return the word to validate against; 0 if it must look again
     */
    long admit(int page, long word) {
        if ((word & (PageState.STABLE | PageState.COOLING)) == (PageState.STABLE | PageState.COOLING)) {
            long warm = word & ~PageState.COOLING;
            return PageState.replace(address(page), word, warm) ? warm : 0;
        }
        return word == PageState.ABSENT ? load(page) : 0;
    }

    /** For the writer, in a step: the page is in memory until the step ends. @return its address */
    long fix(int page) {
        long address = address(page);
        long word = PageState.get(address);
        while ((word & PageState.STABLE) == 0 ? PageState.isAbsentOrBusy(word) : (word & PageState.COOLING) != 0) {
            if (admit(page, word) == 0 && word == PageState.ABSENT && !source.has(page)) {
                throw new AssertionError("a page of a tree is nowhere: page=" + page);
            }
            Thread.onSpinWait();
            word = PageState.get(address);
        }
        return address;
    }

    private long load(int page) {
        long address = address(page);
        long word;
        synchronized (this) {
            if (PageState.get(address) != PageState.ABSENT || !source.has(page)) {
                return 0; // somebody else loads it; or it was freed meanwhile, which the caller will see
            }
            makeRoom();
            UnsafeApi.putLongRelease(null, address, PageState.BUSY);
            take(page);
            word = greatest + PageState.VERSION | PageState.STABLE; // B3
            loads++;
        }
        try {
            source.load(page, address);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                giveBack(page);
            }
            throw e;
        }
        UnsafeApi.putLongRelease(null, address, word); // publishes O1
        return word;
    }

    private void giveBack(int page) {
        for (int i = 0; i < slotCount; i++) {
            if (slots[i] == page) {
                release(i);
            }
        }
        region.discard((long) page * stride, stride);
    }

    /** For the writer: a page that is nobody's, in memory and being written. */
    void claim(int page) {
        long address = address(page);
        while (!tryClaim(page, address)) {
            Thread.onSpinWait(); // a reader that came too late loads it
        }
    }

    private synchronized boolean tryClaim(int page, long address) {
        long word = PageState.get(address);
        if (word == PageState.ABSENT) {
            makeRoom();
            take(page);
            UnsafeApi.putLongRelease(null, address, greatest + PageState.VERSION | PageState.DIRTY); // B3
            return true;
        }
        long changing = word & ~(PageState.STABLE | PageState.COOLING) | PageState.DIRTY;
        return word != PageState.BUSY && PageState.replace(address, word, changing);
    }

    private void take(int page) {
        if (holes.isEmpty() && slotCount == slots.length) {
            slots = Arrays.copyOf(slots, 2 * slotCount);
            cooledIn = Arrays.copyOf(cooledIn, 2 * slotCount);
            takenAt = Arrays.copyOf(takenAt, 2 * slotCount);
        }
        int slot = holes.isEmpty() ? slotCount++ : holes.popInt();
        slots[slot] = page;
        takenAt[slot] = takes++;
        resident++;
        budget.pages((long) resident * stride);
    }

    private void release(int slot) {
        slots[slot] = 0;
        holes.addInt(slot);
        resident--;
        budget.pages((long) resident * stride);
    }

    /** Evicts what is above the budget, and some more, if there is anything to evict. */
    private void makeRoom() {
        long most = Math.max(PAGES_MIN / 2, budget.forPages() / stride);
        if (resident < most || pause-- > 0) {
            return;
        }
        long start = clock.nanoTime();
        int wanted = (int) Math.min(resident - most + Math.min(BATCH_MAX, 1 + most / 16), resident);
        int distance = Math.max(1, slotCount / 8);
        int evicted = 0;
        for (int i = 0; i < 2 * slotCount && evicted < wanted; i++) {
            cool(coolHand, i >= slotCount);
            coolHand = coolHand + 1 < slotCount ? coolHand + 1 : 0;
            between++;
            if (between > distance) {
                evicted += evict(evictHand) ? 1 : 0;
                evictHand = evictHand + 1 < slotCount ? evictHand + 1 : 0;
                between--;
            }
        }
        pause = evicted == 0 ? slotCount / PAUSE_PART : 0;
        evictions += evicted;
        if (evicted > 0) {
            events.emit(Events.Kind.EVICTION, start, clock.nanoTime() - start, (long) evicted * stride);
        }
    }

    private void cool(int slot, boolean innerToo) {
        int page = slots[slot];
        if (page == 0) {
            return;
        }
        long address = address(page);
        long word = PageState.get(address);
        boolean clean = (word & (PageState.STABLE | PageState.DIRTY)) == PageState.STABLE;
        if (clean && (innerToo || PageLayout.LEVEL.get(address) == 0)
                && PageState.replace(address, word, word | PageState.COOLING)) {
            cooledIn[slot] = step.get(); // sees B4
        }
    }

    private boolean evict(int slot) {
        int page = slots[slot];
        if (page == 0) {
            return false;
        }
        long address = address(page);
        long word = PageState.get(address);
        boolean cool = (word & (PageState.STABLE | PageState.COOLING | PageState.DIRTY))
                == (PageState.STABLE | PageState.COOLING);
        boolean inUse = (cooledIn[slot] & 1) == 1 && cooledIn[slot] == step.get();
        boolean isNew = takes - takenAt[slot] < NEW_MAX;
        if (!cool || inUse || isNew || PageLayout.LAST_SEQUENCE.get(address) > snapshots.oldest()
                || !PageState.replace(address, word, PageState.BUSY)) {
            return false;
        }
        greatest = Math.max(greatest, word & -PageState.VERSION);
        release(slot);
        region.discard((long) page * stride, stride); // and with it the word: absent
        return true;
    }

    synchronized int resident() {
        return resident;
    }

    /** Pages read from files since open. */
    synchronized long loads() {
        return loads;
    }

    synchronized long evictions() {
        return evictions;
    }

    /** B1: how many slots hold a page that is absent, or none of the pages that are there. */
    synchronized int misplaced() {
        int held = 0;
        int wrong = 0;
        for (int i = 0; i < slotCount; i++) {
            held += slots[i] == 0 ? 0 : 1;
            wrong += slots[i] != 0 && PageState.get(address(slots[i])) == PageState.ABSENT ? 1 : 0;
        }
        return wrong + Math.abs(held - resident);
    }
}
