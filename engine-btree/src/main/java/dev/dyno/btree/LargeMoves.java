package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import org.agrona.UnsafeApi;

/**
 * Takes large values from the end of their file into gaps before it, so that the file can be cut off behind them. No
 * value says which leaf refers to it, so this walks over the leaves, a bounded part of them before each checkpoint,
 * and goes on behind it before the next.
 *
 * <p>Nothing is overwritten: a value is stored at its new place like a new one, its leaf refers to it there, and the
 * old place is free when the next checkpoint is durable and no snapshot needs it. The leaf holds the same items as
 * before, so it keeps its sequence, and no copy of it is made for snapshots.
 *
 * <p>Threads: in the place of the writer, between commit groups, a leaf at a time; no checkpoint is being made.
 */
final class LargeMoves implements AutoCloseable {

    private static final int LEAVES_MAX = 4096;
    private static final long BYTES_MIN = 1 << 20;
    /** Values moved before one checkpoint are in memory together: at most this part of the budget. */
    private static final int BUDGET_PART = 8;

    private final Pages pages;
    private final Extents extents;
    private final MemoryBudget budget;
    private final Path path;
    private final Region region;
    private final Values values;
    /** Where the walk goes on: in a table, at a key. */
    private final long position;
    private int positionLength;
    private int table;
    /** Values from this place on are moved in this walk. */
    private long from;
    private long movedInWalk;
    private long moved;
    private int leaves;

    LargeMoves(Memory memory, Pages pages, Extents extents, MemoryBudget budget) {
        this.pages = pages;
        this.extents = extents;
        this.budget = budget;
        path = new Path(pages);
        region = memory.map(Probe.BYTES, "large value moves", false);
        position = region.address();
        values = new Values(memory);
    }

    /** Before a checkpoint: {@link #step} until it is false. */
    void begin() {
        moved = 0;
        leaves = 0;
    }

    /** Bytes moved since {@link #begin}. */
    long moved() {
        return moved;
    }

    /**
     * Moves what the next leaf refers to.
     *
     * @param trees by table id, some null
     * @param sequence of the last commit
     * @return false if this is enough, or a walk over all leaves has ended
     */
    boolean step(Tree[] trees, long sequence) {
        if (table == 0) {
            from = extents.sortGaps();
            movedInWalk = 0;
            positionLength = 0;
            table = 1;
        }
        while (table < trees.length && trees[table] == null) {
            table++;
            positionLength = 0;
        }
        if (table >= trees.length) {
            table = 0;
            return false;
        }
        pages.beginStep();
        try {
            path.descend(trees[table].root, position, positionLength);
            move(path.page(path.depth()), sequence);
            goOn(path.address(path.depth()));
        } finally {
            pages.endStep();
        }
        leaves++;
        return leaves < LEAVES_MAX && moved < Math.max(BYTES_MIN, budget.bytes / BUDGET_PART);
    }

    private void goOn(long leaf) {
        long fence = PageWriter.highFence(leaf);
        positionLength = fence == 0 ? 0 : PageLayout.HIGH_LENGTH.get(leaf);
        UnsafeApi.copyMemory(fence, position, positionLength);
        table += fence == 0 ? 1 : 0;
    }

    private void move(int page, long sequence) {
        long leaf = pages.address(page);
        for (int i = 0; i < PageLayout.COUNT.get(leaf); i++) {
            long reference = PageLayout.reference(leaf, i);
            if (PageLayout.isLarge(PageLayout.upper(reference))) {
                move(page, leaf, reference, sequence);
            }
        }
    }

    private void move(int page, long leaf, long reference, long sequence) {
        long word = PageReader.valueAddress(leaf, reference);
        long place = UnsafeApi.getLong(word);
        int length = PageLayout.valueLength(PageLayout.upper(reference));
        if (place < from || !extents.hasGapBefore(place, length)) {
            return;
        }
        long value = values.address(length);
        if (!read(place, length, value, UnsafeApi.getInt(word + Long.BYTES))) {
            return; // it stays where it is, and who wants it is told
        }
        long lower = extents.storeInGap(value, length);
        pages.beginSame(page);
        UnsafeApi.putLong(word, lower);
        pages.endWrites(); // readers of the leaf do not wait for the next value to be read
        extents.release(place, length, sequence);
        moved += length;
        movedInWalk += length;
    }

    /** @return false if the value is damaged */
    private boolean read(long place, int length, long to, int checksum) {
        try {
            extents.read(place, length, to, checksum);
            return true;
        } catch (EngineException.Corrupt e) {
            return false;
        }
    }

    /** Whether a walk is under way, or the last one found something to move. */
    boolean isWorthwhile() {
        return table > 0 || movedInWalk > 0;
    }

    @Override
    public void close() {
        values.close();
        region.close();
    }
}
