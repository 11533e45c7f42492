package dev.dyno.lsm.memory;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Probe;
import org.agrona.UnsafeApi;

/**
 * One table's entries as a skip list off-heap, with the first word of each key in its tower. There to be compared with
 * {@link MemTree}: inserts change a few words and never split, searches follow an address at every step.
 *
 * <p>Source: Pugh, Skip Lists, CACM 1990; one writer and readers without locks as in LevelDB.
 *
 * <p>Threads: one writer; any number of readers. Publication M4: a tower is linked from level 0 up, each link stored
 * with release when the tower is whole; a reader that loads a link with acquire sees the tower behind it, and one
 * that finds it on no upper level yet finds it on level 0. Towers are never unlinked.
 */
final class SkipList extends MemIndex {

    private final long head;
    private final long[] before = new long[TowerLayout.HEIGHT_MAX];
    private long random;
    private volatile int height = 1;

    /** @param seed of the heights, which are the same for the same writes */
    SkipList(Arena arena, long seed) {
        super(arena);
        random = seed * 0x9e3779b97f4a7c15L | 1;
        head = arena.allocate(TowerLayout.bytes(TowerLayout.HEIGHT_MAX));
        TowerLayout.RECORD.set(head, 0);
        TowerLayout.HEAD.set(head, 0);
        for (int level = 0; level < TowerLayout.HEIGHT_MAX; level++) {
            UnsafeApi.putLong(link(head, level), 0);
        }
    }

    private static long link(long tower, int level) {
        return tower + TowerLayout.LENGTH + 8L * level;
    }

    private static long next(long tower, int level) {
        return UnsafeApi.getLongAcquire(null, link(tower, level)); // sees M4
    }

    private static long record(long tower) {
        return UnsafeApi.getLongAcquire(null, tower + TowerLayout.RECORD.offset());
    }

    private static boolean isBefore(long tower, long first, long key, int length) {
        int order = Long.compareUnsigned(TowerLayout.HEAD.get(tower), first);
        return order < 0 || order == 0 && Node.compareKey(record(tower), key, length) < 0;
    }

    /** The last tower before a key; the head if there is none. {@code length} -1: before the end. */
    private long lastBefore(long first, long key, int length, long[] path) {
        long tower = head;
        for (int level = height - 1; level >= 0; level--) {
            long next = next(tower, level);
            while (next != 0 && (length < 0 || isBefore(next, first, key, length))) {
                tower = next;
                next = next(tower, level);
            }
            if (path != null) {
                path[level] = tower;
            }
        }
        return tower;
    }

    @Override
    void insert(Probe probe, long record) {
        long found = next(lastBefore(probe.head(), probe.address(), probe.length(), before), 0);
        if (found != 0 && TowerLayout.HEAD.get(found) == probe.head()
                && Node.compareKey(record(found), probe.address(), probe.length()) == 0) {
            RecordLayout.PREVIOUS.set(record, record(found));
            UnsafeApi.putLongRelease(null, found + TowerLayout.RECORD.offset(), record);
            return;
        }
        int levels = drawHeight();
        for (int level = height; level < levels; level++) {
            before[level] = head;
        }
        long tower = arena.allocate(TowerLayout.bytes(levels));
        TowerLayout.RECORD.set(tower, record);
        TowerLayout.HEAD.set(tower, probe.head());
        for (int level = 0; level < levels; level++) {
            UnsafeApi.putLong(link(tower, level), next(before[level], level));
        }
        for (int level = 0; level < levels; level++) {
            UnsafeApi.putLongRelease(null, link(before[level], level), tower); // publishes M4
        }
        height = Math.max(height, levels);
    }

    private int drawHeight() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        int zeros = Long.numberOfTrailingZeros(random >>> 8 | 1L << 2 * TowerLayout.HEIGHT_MAX);
        return Math.min(TowerLayout.HEIGHT_MAX, 1 + zeros / (Integer.numberOfTrailingZeros(TowerLayout.FAN_OUT)));
    }

    @Override
    long find(Probe probe) {
        long found = next(lastBefore(probe.head(), probe.address(), probe.length(), null), 0);
        if (found == 0 || TowerLayout.HEAD.get(found) != probe.head()) {
            return 0;
        }
        long record = record(found);
        return Node.compareKey(record, probe.address(), probe.length()) == 0 ? record : 0;
    }

    /** Backwards one record a time: a list leads only forwards. */
    @Override
    void copyLeaf(long key, int length, int partitionBytes, boolean backwards, LeafCopy into) {
        long first = length < 0 ? 0 : KeyBytes.head(key, length);
        long last = lastBefore(first, key, length, null);
        into.count = 0;
        if (backwards) {
            into.lower = last == head ? 0 : record(last);
            into.count = last == head ? 0 : 1;
            into.records[0] = into.lower;
            into.index = into.count;
            long behind = next(last, 0);
            into.upper = behind == 0 ? 0 : record(behind);
            return;
        }
        long tower = next(last, 0);
        for (; tower != 0 && into.count < into.records.length; tower = next(tower, 0)) {
            into.records[into.count++] = record(tower);
        }
        into.index = 0;
        into.lower = into.count > 0 ? into.records[0] : last == head ? 0 : record(last);
        into.upper = tower == 0 ? 0 : record(tower);
    }
}
