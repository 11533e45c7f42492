package dev.dyno.hash;

import dev.dyno.core.page.LateSlots;
import dev.dyno.core.page.SlottedPage;
import org.agrona.UnsafeApi;

/**
 * Pages of a partition's tree of sort keys: slotted pages whose owner's word of 64 bits is a version and whose other is
 * the size, the level, 0 for leaves, and how many sort keys of a leaf are not in order yet. An entry of an inner page
 * is the least sort key that its child may hold, and the place of the child in the arena; the first entry has the empty
 * key. Entries of leaves have no value: items are found by their whole key in the index, so that replacing an item
 * leaves the order alone.
 *
 * <p>Threads: one writer. Publication V1: it makes the version odd, changes the page and makes the version even again;
 * a reader believes what it read if the version was even before and is the same behind.
 */
final class SortPages {

    /**
     * Pages of a tree with more than one: half of one holds any three entries, so a split always makes room. A smaller
     * page is the whole tree of a small partition.
     */
    static final int BYTES_MAX = Arena.BYTES_MAX;
    static final int BYTES_MIN = 64;
    static final int CHILD_BYTES = Long.BYTES;
    /** Where the slotted page keeps its owner's word of 64 bits. */
    private static final int VERSION = SlottedPage.HEADER_BYTES - Long.BYTES;

    /** More wait for those who query, fewer are not worth the pass over the page that brings them in order. */
    static final int LATE_MAX = 16;
    /** Memory to bring a leaf in order. */
    static final int LATE_BYTES = LATE_MAX * SlottedPage.SLOT_BYTES;

    private static final int LEVEL_BITS = 8;
    private static final int BYTES_BITS = 16;
    private static final int LATE_SHIFT = LEVEL_BITS + BYTES_BITS;
    private static final int LINE_BYTES = 64;
    /** Of the slots of a root, so many lines are asked for at once. */
    private static final int TOUCHES_MAX = 32;

    private SortPages() {
    }

    static void init(long page, int bytes, int level) {
        SlottedPage.init(page, bytes, 0, 0);
        SlottedPage.owner(page, bytes << LEVEL_BITS | level);
    }

    static int level(long page) {
        return SlottedPage.owner(page) & (1 << LEVEL_BITS) - 1;
    }

    static int bytes(long page) {
        return SlottedPage.owner(page) >>> LEVEL_BITS & (1 << BYTES_BITS) - 1;
    }

    /** Sort keys of a leaf that are not in order yet, see {@link LateSlots}. */
    static int late(long page) {
        return SlottedPage.owner(page) >>> LATE_SHIFT;
    }

    /** Under the version: adds a key that is not there, behind those in order. @return false if it has no room */
    static boolean append(long page, long key, int length) {
        int late = late(page);
        if (late == LATE_MAX || !LateSlots.append(page, late, key, length)) {
            return false;
        }
        SlottedPage.owner(page, SlottedPage.owner(page) + (1 << LATE_SHIFT));
        return true;
    }

    /** Under the version, or in a copy: brings all in order. @param scratch of {@link #LATE_BYTES} */
    static void settle(long page, long scratch) {
        LateSlots.settle(page, late(page), scratch);
        SlottedPage.owner(page, SlottedPage.owner(page) & (1 << LATE_SHIFT) - 1);
    }

    static long version(long page) {
        return UnsafeApi.getLongAcquire(null, page + VERSION); // sees V1
    }

    static boolean isUnchanged(long page, long version) {
        UnsafeApi.loadFence();
        return UnsafeApi.getLong(page + VERSION) == version; // sees V1
    }

    static void beginChange(long page) {
        UnsafeApi.putLong(page + VERSION, UnsafeApi.getLong(page + VERSION) + 1);
        UnsafeApi.storeFence();
    }

    static void endChange(long page) {
        UnsafeApi.putLongRelease(null, page + VERSION, UnsafeApi.getLong(page + VERSION) + 1); // publishes V1
    }

    /**
     * Brings the slots in which a search of a partition's root will look into the cache: its head says how many there
     * are.
     *
     * @return what it found there, to keep the loads alive
     */
    static long touchRoot(Arena arena, long head) {
        long root = arena.address(PartitionLayout.ROOT.getAcquire(head)); // sees V2
        int bytes = slotBytes(head);
        int step = Math.max(LINE_BYTES, bytes / TOUCHES_MAX);
        long sum = 0;
        for (int i = 0; i <= bytes; i += step) {
            sum += UnsafeApi.getLong(root + i);
        }
        return sum;
    }

    /** The same for an insert, which looks at the header and the first free slot. */
    static long touchEnd(Arena arena, long head) {
        long root = arena.address(PartitionLayout.ROOT.get(head));
        return UnsafeApi.getLong(root) + UnsafeApi.getLong(root + SlottedPage.HEADER_BYTES + slotBytes(head));
    }

    /** Of the slots that a root has, if it is a leaf, by what the head of its partition says. */
    private static int slotBytes(long head) {
        return SlottedPage.SLOT_BYTES
                * (int) Math.min(PartitionLayout.KEYS.get(head), BYTES_MAX / SlottedPage.SLOT_BYTES);
    }

    /** All slots of a page. @return what it found there, to keep the loads alive */
    static long touchSlots(long page) {
        int bytes = SlottedPage.HEADER_BYTES + (SlottedPage.count(page) + late(page)) * SlottedPage.SLOT_BYTES;
        long sum = 0;
        for (int i = 0; i < bytes; i += LINE_BYTES) {
            sum += UnsafeApi.getLong(page + i);
        }
        return sum;
    }

    static long child(Arena arena, long page, int index) {
        return arena.address(UnsafeApi.getLong(SlottedPage.valueAddress(page, index)));
    }

    /** Index of the child that may hold a key. */
    static int childOf(long page, long key, int length) {
        int index = SlottedPage.find(page, key, length);
        return index >= 0 ? index : Math.max(0, -index - 2);
    }

    /** Index of the child that may hold the greatest keys before a key; no length: of all keys. */
    static int childBefore(long page, long key, int length) {
        if (length < 0) {
            return SlottedPage.count(page) - 1;
        }
        int index = SlottedPage.find(page, key, length);
        return Math.max(0, index >= 0 ? index - 1 : -index - 2);
    }

    /** Index of the first key at or behind a key. */
    static int lowerBound(long page, long key, int length) {
        int index = SlottedPage.find(page, key, length);
        return index >= 0 ? index : -index - 1;
    }
}
