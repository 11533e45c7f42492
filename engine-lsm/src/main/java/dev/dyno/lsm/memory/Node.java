package dev.dyno.lsm.memory;

import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Searches and changes of one node of a memtable's tree; see {@link NodeLayout}. Searches may run beside a change: then
 * the answer is worthless, which the node's version tells.
 *
 * <p>Threads: changes by the writer. Publication N4: the writer makes the version odd, changes words, and stores the
 * next even version with release; a reader that loads the same even version before and behind its loads has seen no
 * change. A count is stored behind the words that it counts.
 */
final class Node {

    private static final int LINE_BYTES = 64;

    private Node() {
    }

    static void init(long node, int level) {
        NodeLayout.VERSION.set(node, 0);
        UnsafeApi.putInt(node + NodeLayout.COUNT.offset(), 0);
        NodeLayout.LEVEL.set(node, level);
    }

    static long version(long node) {
        return UnsafeApi.getLongAcquire(null, node + NodeLayout.VERSION.offset()); // sees N4
    }

    static boolean isUnchanged(long node, long version) {
        UnsafeApi.loadLoadFence();
        return UnsafeApi.getLong(node + NodeLayout.VERSION.offset()) == version; // sees N4
    }

    static void beginWrite(long node) {
        long version = NodeLayout.VERSION.get(node);
        UnsafeApi.putLong(node + NodeLayout.VERSION.offset(), version + 1);
        UnsafeApi.storeStoreFence();
    }

    static void endWrite(long node) {
        long version = NodeLayout.VERSION.get(node);
        UnsafeApi.putLongRelease(null, node + NodeLayout.VERSION.offset(), version + 1); // publishes N4
    }

    static int count(long node) {
        return UnsafeApi.getIntAcquire(null, node + NodeLayout.COUNT.offset());
    }

    static int level(long node) {
        return NodeLayout.LEVEL.get(node);
    }

    static long record(long node, int index) {
        return UnsafeApi.getLongAcquire(null, node + NodeLayout.RECORDS + 8L * index);
    }

    static void setRecord(long node, int index, long record) {
        UnsafeApi.putLongRelease(null, node + NodeLayout.RECORDS + 8L * index, record);
    }

    static long child(long node, int index) {
        return UnsafeApi.getLongAcquire(null, node + NodeLayout.CHILDREN + 8L * index);
    }

    static long head(long node, int index) {
        return UnsafeApi.getLong(node + NodeLayout.HEADS + 8L * index);
    }

    static long tie(long node, int index) {
        return UnsafeApi.getLong(node + NodeLayout.TIES + 8L * index);
    }

    /**
     * Finds a key among the first {@code count} entries.
     *
     * @param tied whether {@code tie} is that of the key, and no two partitions here have one hash
     * @return its index, or {@code ~index} of the first greater one
     */
    static int search(long node, int count, long head, long tie, boolean tied, long key, int length) {
        int low = 0;
        if (tied) {
            low = lowerBound(node, count, head, tie);
            if (low == count || head(node, low) != head || tie(node, low) != tie) {
                return ~low;
            }
        }
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            long other = head(node, middle);
            int order = Long.compareUnsigned(other, head);
            if (order == 0 && tied) {
                order = Long.compareUnsigned(tie(node, middle), tie);
            }
            if (order == 0) {
                order = compareKey(record(node, middle), key, length);
                if (order == 0) {
                    return middle;
                }
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        return ~low;
    }

    /** The first entry that is not before a pair of words. */
    private static int lowerBound(long node, int count, long head, long tie) {
        int low = 0;
        int left = count;
        while (left > 0) {
            int half = left >>> 1;
            int middle = low + half;
            long other = head(node, middle);
            boolean before = other + Long.MIN_VALUE < head + Long.MIN_VALUE
                    | other == head & tie(node, middle) + Long.MIN_VALUE < tie + Long.MIN_VALUE;
            low = before ? middle + 1 : low;
            left = before ? left - half - 1 : half;
        }
        return low;
    }

    /**
     * Loads a word of every line of heads and ties. A search would wait for one line after the other; these loads do
     * not depend on each other, so that the processor waits for all of them at once. @return to be used for something
     */
    static long fetch(long node) {
        long sum = 0;
        for (long at = node + NodeLayout.HEADS; at < node + NodeLayout.RECORDS; at += LINE_BYTES) {
            sum += UnsafeApi.getLong(at);
        }
        return sum;
    }

    static int compareKey(long record, long key, int length) {
        return KeyBytes.compare(RecordLayout.key(record), RecordLayout.KEY_LENGTH.get(record), key, length);
    }

    /** Makes a place and fills it; the node has room. @param child right of the entry; 0 in a leaf */
    static void insert(long node, int index, long head, long tie, long record, long child) {
        int count = count(node);
        beginWrite(node);
        long behind = 8L * (count - index);
        long at = node + 8L * index;
        move(at + NodeLayout.HEADS, behind);
        move(at + NodeLayout.TIES, behind);
        move(at + NodeLayout.RECORDS, behind);
        UnsafeApi.putLong(at + NodeLayout.HEADS, head);
        UnsafeApi.putLong(at + NodeLayout.TIES, tie);
        setRecord(node, index, record);
        if (child != 0) {
            move(at + 8 + NodeLayout.CHILDREN, behind);
            UnsafeApi.putLongRelease(null, at + 8 + NodeLayout.CHILDREN, child);
        }
        setCount(node, count + 1);
        endWrite(node);
    }

    private static void move(long from, long bytes) {
        if (bytes > 0) {
            UnsafeApi.copyMemory(from, from + 8, bytes);
        }
    }

    static void setCount(long node, int count) {
        UnsafeApi.putIntRelease(null, node + NodeLayout.COUNT.offset(), count);
    }

    /** Copies entries of a node from {@code from} on to the start of an empty one that nobody sees yet. */
    static void copyTail(long node, int from, long to) {
        int count = count(node) - from;
        for (int array : new int[] {NodeLayout.HEADS, NodeLayout.TIES, NodeLayout.RECORDS}) {
            UnsafeApi.copyMemory(node + array + 8L * from, to + array, 8L * count);
        }
        if (level(node) > 0) {
            UnsafeApi.copyMemory(node + NodeLayout.CHILDREN + 8L * from, to + NodeLayout.CHILDREN, 8L * (count + 1));
        }
        setCount(to, count);
    }
}
