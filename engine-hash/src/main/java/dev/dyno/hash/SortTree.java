package dev.dyno.hash;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.core.page.LateSlots;
import dev.dyno.core.page.SlottedPage;
import org.agrona.UnsafeApi;

/**
 * Changes the trees of sort keys. A small partition is one page, which is replaced by one of twice the size as it
 * fills; beyond {@link SortPages#BYTES_MAX} it is a B+tree of such pages. Pages are changed in place, under their
 * version. A page that has become empty is taken out; pages are not merged, because sort keys that went away mostly
 * come back or were all of a range.
 *
 * <p>A key that does not come in order waits behind those of its leaf that are, until there are so many that a pass
 * over all of them is worth it, or the leaf has no room, or a key of it goes. Who queries meanwhile orders a copy.
 *
 * <p>Invariants
 * <ul>
 * <li>T1 keys of a page increase strictly, but for late ones, and lie between its entry in the page above and the next
 * one there
 * <li>T2 all leaves are at the same depth; only the root of an empty tree is empty
 * <li>T3 an inner root has at least two children
 * <li>T4 the first key of an inner page is empty: what its child may hold begins where the page's own keys begin, which
 * moves when pages before it go
 * </ul>
 *
 * <p>Threads: the writer; readers as {@link SortPages} says. A split keeps the left page's version odd until the page
 * above names the right one, so that a reader finds a key in one of them.
 */
final class SortTree implements AutoCloseable {

    private static final int DEPTH_MAX = 12;
    private static final int KEY_BYTES = 2048;

    private final Arena arena;
    private final Retirement retirement;
    private final Region region;
    private final long scratchPage;
    private final long scratchLate;
    private final long scratchChild;
    private final long scratchKeys;
    /** The way to a leaf, the root first. */
    private final long[] pages = new long[DEPTH_MAX];
    private final int[] indexes = new int[DEPTH_MAX];
    private int depth;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    SortTree(Memory memory, Arena arena, Retirement retirement) {
        this.arena = arena;
        this.retirement = retirement;
        region = memory.map(SortPages.BYTES_MAX + SortPages.LATE_BYTES + Long.BYTES + (long) DEPTH_MAX * KEY_BYTES,
                "hash sort keys", false);
        scratchPage = region.address();
        scratchLate = scratchPage + SortPages.BYTES_MAX;
        scratchChild = scratchLate + SortPages.LATE_BYTES;
        scratchKeys = scratchChild + Long.BYTES;
    }

    /** The head of a new partition, without keys. */
    long create(long partition, int partitionLength, int hash) {
        long head = arena.take(PartitionLayout.LENGTH + partitionLength);
        long root = arena.take(SortPages.BYTES_MIN);
        SortPages.init(root, SortPages.BYTES_MIN, 0);
        PartitionLayout.ROOT.set(head, arena.place(root));
        PartitionLayout.KEYS.set(head, 0);
        PartitionLayout.HASH.set(head, hash);
        PartitionLayout.PARTITION_LENGTH.set(head, partitionLength);
        KeyBytes.copy(partition, head + PartitionLayout.LENGTH, partitionLength);
        return head;
    }

    /** Gives a partition's memory back; no reader finds it any more. */
    void retire(long head) {
        retirePages(arena.address(PartitionLayout.ROOT.get(head)));
        retirement.retire(head, PartitionLayout.LENGTH + PartitionLayout.PARTITION_LENGTH.get(head));
    }

    private void retirePages(long page) {
        for (int i = 0; SortPages.level(page) > 0 && i < SlottedPage.count(page); i++) {
            retirePages(SortPages.child(arena, page, i));
        }
        retirement.retire(page, SortPages.bytes(page));
    }

    /** A key that is not there. */
    void insert(long head, long key, int length) {
        descend(head, key, length);
        long leaf = pages[depth];
        if (SortPages.late(leaf) == 0 && LateSlots.isBehind(leaf, key, length)) {
            insert(head, depth, SlottedPage.count(leaf), key, length, 0);
        } else if (!append(leaf, key, length)) {
            settleLeaf(leaf);
            insert(head, depth, -SlottedPage.find(leaf, key, length) - 1, key, length, 0);
        }
        PartitionLayout.KEYS.set(head, PartitionLayout.KEYS.get(head) + 1);
    }

    private static boolean append(long leaf, long key, int length) {
        SortPages.beginChange(leaf);
        boolean fits = SortPages.append(leaf, key, length);
        SortPages.endChange(leaf);
        return fits;
    }

    private void settleLeaf(long leaf) {
        if (SortPages.late(leaf) > 0) {
            touched = SortPages.touchSlots(leaf);
            SortPages.beginChange(leaf);
            SortPages.settle(leaf, scratchLate);
            SortPages.endChange(leaf);
        }
    }

    /** Brings all sort keys of a partition in order. */
    void settle(long head) {
        settlePages(arena.address(PartitionLayout.ROOT.get(head)));
    }

    private void settlePages(long page) {
        for (int i = 0; SortPages.level(page) > 0 && i < SlottedPage.count(page); i++) {
            settlePages(SortPages.child(arena, page, i));
        }
        settleLeaf(page);
    }

    private void descend(long head, long key, int length) {
        long page = arena.address(PartitionLayout.ROOT.get(head));
        depth = 0;
        while (SortPages.level(page) > 0) {
            pages[depth] = page;
            indexes[depth] = SortPages.childOf(page, key, length);
            page = SortPages.child(arena, page, indexes[depth]);
            depth++;
        }
        pages[depth] = page;
    }

    /** @param valueLength 0, or that of the child in scratch */
    private void insert(long head, int at, int index, long key, int length, int valueLength) {
        long page = pages[at];
        int needed = SlottedPage.entryBytes(page, length, valueLength);
        if (SlottedPage.reclaimableBytes(page) >= needed) {
            SortPages.beginChange(page);
            if (SlottedPage.freeBytes(page) < needed) {
                SlottedPage.compact(page, scratchPage);
            }
            SlottedPage.insert(page, index, key, length, scratchChild, valueLength);
            SortPages.endChange(page);
        } else if (SortPages.bytes(page) < SortPages.BYTES_MAX) {
            grow(head, page, needed, index, key, length);
        } else {
            split(head, at, index, key, length, valueLength);
        }
    }

    /** Of a tree of one page. */
    private void grow(long head, long page, int needed, int index, long key, int length) {
        int bytes = SortPages.bytes(page);
        int used = bytes - SlottedPage.reclaimableBytes(page);
        int larger = 2 * bytes;
        while (larger - used < needed) {
            larger *= 2;
        }
        long copy = arena.take(larger);
        SortPages.init(copy, larger, 0);
        SlottedPage.copyRange(page, 0, SlottedPage.count(page), copy);
        SlottedPage.insert(copy, index, key, length, scratchChild, 0);
        PartitionLayout.ROOT.setRelease(head, arena.place(copy)); // publishes V2
        retirement.retire(page, bytes);
    }

    private void split(long head, int at, int index, long key, int length, int valueLength) {
        long left = pages[at];
        int level = SortPages.level(left);
        int count = SlottedPage.count(left);
        // Keys that come in order fill the left page; others find room on both sides.
        int from = index == count ? count : SlottedPage.splitIndex(left);
        long right = page(level);
        SortPages.beginChange(left);
        SlottedPage.copyRange(left, from, count, right);
        truncate(left, from);
        if (index < from) {
            SlottedPage.insert(left, index, key, length, scratchChild, valueLength);
        } else {
            SlottedPage.insert(right, index - from, key, length, scratchChild, valueLength);
        }
        long separator = scratchKeys + (long) at * KEY_BYTES;
        int separatorLength = SlottedPage.copyKey(right, 0, separator);
        if (level > 0) {
            emptyFirstKey(right);
        }
        if (at == 0) {
            long root = page(level + 1);
            addChild(root, 0, 0, left);
            addChild(root, separator, separatorLength, right);
            PartitionLayout.ROOT.setRelease(head, arena.place(root)); // publishes V2
        } else {
            UnsafeApi.putLong(scratchChild, arena.place(right));
            insert(head, at - 1, indexes[at - 1] + 1, separator, separatorLength, SortPages.CHILD_BYTES);
        }
        SortPages.endChange(left);
    }

    /** T4, of a page that nobody sees yet and that is not full. */
    private void emptyFirstKey(long page) {
        UnsafeApi.putLong(scratchChild, UnsafeApi.getLong(SlottedPage.valueAddress(page, 0)));
        SlottedPage.remove(page, 0);
        boolean fits = SlottedPage.insert(page, 0, scratchChild, 0, scratchChild, SortPages.CHILD_BYTES);
        assert fits : "half of a page is free behind a split";
    }

    private long page(int level) {
        long page = arena.take(SortPages.BYTES_MAX);
        SortPages.init(page, SortPages.BYTES_MAX, level);
        return page;
    }

    private void addChild(long page, long key, int length, long child) {
        UnsafeApi.putLong(scratchChild, arena.place(child));
        SlottedPage.insert(page, SlottedPage.count(page), key, length, scratchChild, SortPages.CHILD_BYTES);
    }

    /** Keeps the first entries of a page, under its version. */
    private void truncate(long page, int count) {
        SortPages.init(scratchPage, SortPages.bytes(page), SortPages.level(page));
        SlottedPage.copyRange(page, 0, count, scratchPage);
        SlottedPage.ownerWord(scratchPage, SlottedPage.ownerWord(page));
        UnsafeApi.copyMemory(scratchPage, page, SortPages.bytes(page));
    }

    /** @return false if the key is not there */
    boolean remove(long head, long key, int length) {
        descend(head, key, length);
        long leaf = pages[depth];
        settleLeaf(leaf);
        int index = SlottedPage.find(leaf, key, length);
        if (index < 0) {
            return false;
        }
        SortPages.beginChange(leaf);
        SlottedPage.remove(leaf, index);
        SortPages.endChange(leaf);
        PartitionLayout.KEYS.set(head, PartitionLayout.KEYS.get(head) - 1);
        if (SlottedPage.count(leaf) == 0 && depth > 0) {
            takeOut(depth);
            lower(head);
        }
        return true;
    }

    /** An empty page. */
    private void takeOut(int at) {
        long above = pages[at - 1];
        int index = indexes[at - 1];
        if (SlottedPage.count(above) == 1) {
            takeOut(at - 1); // T3: not the root
        } else {
            SortPages.beginChange(above);
            if (index == 0) { // the first entry keeps the empty key
                UnsafeApi.putLong(SlottedPage.valueAddress(above, 0),
                        UnsafeApi.getLong(SlottedPage.valueAddress(above, 1)));
                SlottedPage.remove(above, 1);
            } else {
                SlottedPage.remove(above, index);
            }
            SortPages.endChange(above);
        }
        retirement.retire(pages[at], SortPages.bytes(pages[at]));
    }

    private void lower(long head) {
        long root = arena.address(PartitionLayout.ROOT.get(head));
        while (SortPages.level(root) > 0 && SlottedPage.count(root) == 1) {
            long child = SortPages.child(arena, root, 0);
            PartitionLayout.ROOT.setRelease(head, arena.place(child)); // publishes V2
            retirement.retire(root, SortPages.bytes(root));
            root = child;
        }
    }

    @Override
    public void close() {
        region.close();
    }
}
