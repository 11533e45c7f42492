package dev.dyno.hash;

import dev.dyno.core.page.SlottedPage;
import org.agrona.UnsafeApi;

/**
 * Pages of a partition's tree of sort keys: slotted pages whose owner's word of 64 bits is a version and whose other is
 * the size and the level, 0 for leaves. An entry of an inner page is the least sort key that its child may hold, and
 * the place of the child in the arena; the first entry has the empty key. Entries of leaves have no value: items are
 * found by their whole key in the index, so that replacing an item leaves the order alone.
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

    private static final int LEVEL_BITS = 8;

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
        return SlottedPage.owner(page) >>> LEVEL_BITS;
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
