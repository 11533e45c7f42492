package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.core.commit.SpinWait;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.core.page.SlottedPage;
import org.agrona.UnsafeApi;

/**
 * Some sort keys of a partition in the order of a walk, copied from one leaf. The way down and the leaf are read beside
 * the writer: versions are noted before and checked behind, and whatever was read in between counts only then; until
 * then lengths are compared with their limits.
 *
 * <p>The position is where the walk goes on: ascending the first key that may come; descending the first that may not,
 * without a length if there is none.
 *
 * <p>Threads: the session's, inside an epoch while it reads.
 *
 * <p>Source: Leis et al., Optimistic Lock Coupling, IEEE Data Engineering Bulletin 2019.
 */
final class SortRun {

    static final int KEYS_MAX = 64;
    private static final int RUN_BYTES = 16 << 10;
    /** Memory of a run: keys, the position, fences, a leaf in order. */
    static final int BYTES = RUN_BYTES + 3 * SortBounds.KEY_BYTES + SortPages.BYTES_MAX + SortPages.LATE_BYTES;
    private static final int NONE = -1;

    private final Arena arena;
    private final SortBounds bounds;
    private final long keys;
    private final long position;
    private final long lowFence;
    private final long highFence;
    private final long copy;
    private final int[] offsets = new int[KEYS_MAX + 1];
    private int count;
    private int positionLength;
    private int lowFenceLength;
    private int highFenceLength;
    private boolean reverse;
    private boolean isLast;
    private long leaf;
    private long version;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    SortRun(Arena arena, SortBounds bounds, long memory) {
        this.arena = arena;
        this.bounds = bounds;
        keys = memory;
        position = memory + RUN_BYTES;
        lowFence = position + SortBounds.KEY_BYTES;
        highFence = lowFence + SortBounds.KEY_BYTES;
        copy = highFence + SortBounds.KEY_BYTES;
    }

    /** Back to where the walk begins. */
    void toBound(boolean descending) {
        reverse = descending;
        count = 0;
        isLast = bounds.isEmpty();
        positionLength = descending ? bounds.endLength() : bounds.startLength();
        KeyBytes.copy(descending ? bounds.end() : bounds.start(), position, Math.max(0, positionLength));
    }

    /** As if all keys had been had. */
    void end() {
        count = 0;
        isLast = true;
    }

    /** On from a key, itself included, if it lies within the bounds and behind their beginning. */
    void seek(long key, int length) {
        if (reverse) {
            KeyBytes.copy(key, highFence, length);
            UnsafeApi.putByte(highFence + length, (byte) 0);
            if (positionLength == NONE || KeyBytes.compare(highFence, length + 1, position, positionLength) < 0) {
                KeyBytes.copy(highFence, position, length + 1);
                positionLength = length + 1;
            }
        } else if (KeyBytes.compare(key, length, position, positionLength) > 0) {
            KeyBytes.copy(key, position, length);
            positionLength = length;
        }
    }

    /**
     * Copies the next keys, at most so many; there may be none although more follow.
     *
     * @param head of the partition, or 0 if there is none
     */
    void fill(long head, int most) {
        count = 0;
        if (head == 0 || isLast) {
            isLast = true;
            return;
        }
        touched = SortPages.touchRoot(arena, head);
        int limit = Math.min(most, KEYS_MAX);
        for (int tries = 0; !tryFill(head, limit); tries++) {
            SpinWait.pause(tries);
        }
    }

    /** In a table without sort keys: the one key there may be is the empty one. */
    void fillEmptyKey() {
        boolean within = !isLast && (reverse ? bounds.startLength() == 0 && positionLength != 0 : positionLength == 0);
        count = within ? 1 : 0;
        offsets[1] = 0;
        isLast = true;
    }

    private boolean tryFill(long head, int most) {
        count = 0;
        if (!descend(head)) {
            return false;
        }
        long page = SortPages.late(leaf) == 0 ? leaf : copyInOrder();
        if (page == 0) {
            return false;
        }
        boolean ended = false;
        int entries = Math.min(SlottedPage.count(page), SortPages.BYTES_MAX / SlottedPage.SLOT_BYTES);
        int index = reverse
                ? (positionLength == NONE ? entries : SortPages.lowerBound(page, position, positionLength)) - 1
                : SortPages.lowerBound(page, position, positionLength);
        int used = 0;
        while (!ended && index >= 0 && index < entries && count < most
                && used <= RUN_BYTES - Key.SORT_BYTES_MAX) {
            long to = keys + used;
            int length = SlottedPage.copyKey(page, index, to, Key.SORT_BYTES_MAX);
            if (length < 0) {
                return false;
            }
            ended = reverse ? bounds.isBefore(to, length) : bounds.isBehind(to, length);
            if (!ended) {
                used += length;
                count++;
                offsets[count] = used;
                index += reverse ? -1 : 1;
            }
        }
        if (!SortPages.isUnchanged(leaf, version)) {
            return false;
        }
        goOn(ended, index < 0 || index >= entries);
        return true;
    }

    /** The leaf has keys that are not in order. @return a copy in which they are; 0 if it changed meanwhile */
    private long copyInOrder() {
        UnsafeApi.copyMemory(leaf, copy, Math.min(SortPages.bytes(leaf), SortPages.BYTES_MAX));
        if (!SortPages.isUnchanged(leaf, version)) {
            return 0;
        }
        SortPages.settle(copy, copy + SortPages.BYTES_MAX);
        return copy;
    }

    /** Sets position and end for the next run. */
    private void goOn(boolean ended, boolean leafEnded) {
        if (ended) {
            isLast = true;
        } else if (!leafEnded) {
            int length = length(count - 1);
            KeyBytes.copy(key(count - 1), position, length);
            positionLength = length;
            if (!reverse) {
                UnsafeApi.putByte(position + length, (byte) 0);
                positionLength++;
            }
        } else if (reverse) {
            isLast = lowFenceLength <= 0 || KeyBytes.compare(lowFence, lowFenceLength, bounds.start(),
                    bounds.startLength()) <= 0;
            positionLength = Math.max(0, lowFenceLength);
            KeyBytes.copy(lowFence, position, positionLength);
        } else {
            isLast = highFenceLength == NONE || bounds.isBehind(highFence, highFenceLength);
            positionLength = Math.max(0, highFenceLength);
            KeyBytes.copy(highFence, position, positionLength);
        }
    }

    /** Goes to the leaf of the position. @return false if a page changed */
    private boolean descend(long head) {
        lowFenceLength = 0;
        highFenceLength = NONE;
        long root = PartitionLayout.ROOT.getAcquire(head); // sees V2
        long page = arena.address(root);
        long pageVersion = SortPages.version(page);
        if ((pageVersion & 1) != 0 || PartitionLayout.ROOT.getAcquire(head) != root) { // sees V2
            return false;
        }
        while (SortPages.level(page) > 0) {
            int children = SlottedPage.count(page);
            int index = reverse ? SortPages.childBefore(page, position, positionLength)
                    : SortPages.childOf(page, position, positionLength);
            if (index < 0 || index >= children || !copyFences(page, index, children)) {
                return false;
            }
            long child = SortPages.child(arena, page, index);
            if (!SortPages.isUnchanged(page, pageVersion)) {
                return false;
            }
            long childVersion = SortPages.version(child);
            if ((childVersion & 1) != 0 || !SortPages.isUnchanged(page, pageVersion)) {
                return false;
            }
            page = child;
            pageVersion = childVersion;
        }
        leaf = page;
        version = pageVersion;
        return true;
    }

    private boolean copyFences(long page, int index, int children) {
        if (index > 0) {
            lowFenceLength = SlottedPage.copyKey(page, index, lowFence, Key.SORT_BYTES_MAX);
            if (lowFenceLength < 0) {
                return false;
            }
        }
        if (index + 1 < children) {
            highFenceLength = SlottedPage.copyKey(page, index + 1, highFence, Key.SORT_BYTES_MAX);
            return highFenceLength >= 0;
        }
        return true;
    }

    int count() {
        return count;
    }

    long key(int index) {
        return keys + offsets[index];
    }

    int length(int index) {
        return offsets[index + 1] - offsets[index];
    }

    /** Whether no key follows those of this run. */
    boolean isLast() {
        return isLast;
    }
}
