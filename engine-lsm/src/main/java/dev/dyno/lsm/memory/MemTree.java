package dev.dyno.lsm.memory;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Probe;
import org.agrona.UnsafeApi;

/**
 * One table's entries in a memtable: a B+tree whose leaves hold addresses of records. A tree and not a skip list,
 * because a search in nodes of {@link NodeLayout#CAPACITY} words misses the cache a few times, and along the towers of
 * a skip list at every step.
 *
 * <p>Nodes hold two words of every key, the partition's hash and the first bytes of the sort key. The second word
 * decides only among keys of one partition; when the tree gets two partitions of one hash it is flagged, and from then
 * on keys of one hash are compared as a whole.
 *
 * <p>Invariant M4: while the tree is not flagged, all records of one hash are of one partition.
 *
 * <p>Threads: one writer; any number of readers, which take no lock and try again when a node has changed under them.
 * Publication M2: the flag is stored before the record that needs it can be found; a reader that finds the flag as it
 * was before its search has not met such a record.
 */
final class MemTree extends MemIndex {

    /** What a search gives that met a change. No record has this address. */
    private static final long CHANGED = -1;
    private static final int HEIGHT_MAX = 16;

    private final long[] path = new long[HEIGHT_MAX];
    private final int[] pathChild = new int[HEIGHT_MAX];
    /** Of the root above the leaves. By the writer. */
    private int height;
    /** So that fetching is not optimized away. */
    private long fetched;
    private volatile long root;
    private volatile boolean collides;

    MemTree(Arena arena) {
        super(arena);
        root = newNode(0);
    }

    private long newNode(int level) {
        long node = arena.allocate(NodeLayout.bytes(level));
        Node.init(node, level);
        return node;
    }

    @Override
    void insert(Probe probe, long record) {
        while (!tryPut(probe, record)) {
            collides = true; // publishes M2
        }
    }

    /** @return false if another partition has the key's hash, and the tree is not flagged yet */
    private boolean tryPut(Probe probe, long record) {
        boolean tied = !collides;
        long node = root;
        int depth = 0;
        long upper = 0;
        long upperHead = 0;
        while (depth < height) {
            int count = Node.count(node);
            int found = Node.search(node, count, probe.head(), probe.tie(), tied, probe.address(), probe.length());
            int child = found >= 0 ? found + 1 : ~found;
            if (child < count) {
                upper = Node.record(node, child);
                upperHead = Node.head(node, child);
            }
            path[depth] = node;
            pathChild[depth++] = child;
            node = Node.child(node, child);
        }
        fetched += Node.fetch(node);
        int count = Node.count(node);
        int index = Node.search(node, count, probe.head(), probe.tie(), tied, probe.address(), probe.length());
        if (index >= 0) {
            RecordLayout.PREVIOUS.set(record, Node.record(node, index));
            Node.setRecord(node, index, record);
            return true;
        }
        index = ~index;
        if (tied) {
            long near = 0; // M4: one neighbour speaks for all
            if (index > 0 && Node.head(node, index - 1) == probe.head()) {
                near = Node.record(node, index - 1);
            } else if (index < count && Node.head(node, index) == probe.head()) {
                near = Node.record(node, index);
            } else if (index == count && upperHead == probe.head()) {
                near = upper;
            }
            if (near != 0 && isOther(near, probe)) {
                return false;
            }
        }
        insert(node, index, probe.head(), probe.tie(), record, 0, depth);
        return true;
    }

    /** Whether a record whose partition has the key's hash is of another partition. */
    private static boolean isOther(long record, Probe probe) {
        return KeyBytes.commonPrefix(RecordLayout.key(record), RecordLayout.KEY_LENGTH.get(record), probe.address(),
                probe.partitionBytes()) < probe.partitionBytes();
    }

    private void insert(long node, int index, long head, long tie, long record, long child, int depth) {
        if (Node.count(node) < NodeLayout.CAPACITY) {
            Node.insert(node, index, head, tie, record, child);
            return;
        }
        // A run of rising keys at the end leaves full nodes behind.
        int middle = index == NodeLayout.CAPACITY ? NodeLayout.CAPACITY - 1 : NodeLayout.CAPACITY / 2;
        int level = Node.level(node);
        long right = newNode(level);
        long separator = Node.record(node, middle);
        long separatorHead = Node.head(node, middle);
        long separatorTie = Node.tie(node, middle);
        // In an inner node the separator moves up: the child behind it is the right node's first.
        Node.copyTail(node, level == 0 ? middle : middle + 1, right);
        if (index > middle) {
            int rightIndex = index - middle - (level == 0 ? 0 : 1);
            Node.insert(right, rightIndex, head, tie, record, child);
        }
        Node.beginWrite(node);
        Node.setCount(node, middle);
        if (depth == 0) {
            long top = newNode(level + 1);
            UnsafeApi.putLong(top + NodeLayout.CHILDREN, node);
            Node.insert(top, 0, separatorHead, separatorTie, separator, right);
            root = top;
            height++;
        } else {
            insert(path[depth - 1], pathChild[depth - 1], separatorHead, separatorTie, separator, right, depth - 1);
        }
        Node.endWrite(node);
        if (index <= middle) {
            Node.insert(node, index, head, tie, record, child);
        }
    }

    @Override
    long find(Probe probe) {
        long record = tryFind(probe);
        while (record == CHANGED) {
            Thread.onSpinWait();
            record = tryFind(probe);
        }
        return record;
    }

    private long tryFind(Probe probe) {
        boolean tied = !collides; // sees M2
        long node = root;
        long version = Node.version(node);
        if ((version & 1) != 0 || node != root) {
            return CHANGED;
        }
        while (Node.level(node) > 0) {
            int found = Node.search(
                    node, Node.count(node), probe.head(), probe.tie(), tied, probe.address(), probe.length());
            long child = Node.child(node, found >= 0 ? found + 1 : ~found);
            long childVersion = Node.version(child);
            // In this order: a split locks the child before it changes the parent.
            if ((childVersion & 1) != 0 || !Node.isUnchanged(node, version)) {
                return CHANGED;
            }
            node = child;
            version = childVersion;
        }
        int found = Node.search(
                node, Node.count(node), probe.head(), probe.tie(), tied, probe.address(), probe.length());
        long record = found >= 0 ? Node.record(node, found) : 0;
        return Node.isUnchanged(node, version) && tied == !collides ? record : CHANGED;
    }

    @Override
    void copyLeaf(long key, int length, int partitionBytes, boolean before, LeafCopy into) {
        while (!tryCopyLeaf(key, length, partitionBytes, before, into)) {
            Thread.onSpinWait();
        }
    }

    private boolean tryCopyLeaf(long key, int length, int partitionBytes, boolean before, LeafCopy into) {
        boolean flagged = collides; // sees M2
        boolean tied = !flagged && partitionBytes > 0 && length >= partitionBytes;
        long head = length < 0 ? 0 : KeyBytes.head(key, length);
        long tie = tied ? KeyBytes.head(key + partitionBytes, length - partitionBytes) : 0;
        long node = root;
        long version = Node.version(node);
        if ((version & 1) != 0 || node != root) {
            return false;
        }
        into.lower = 0;
        into.upper = 0;
        while (Node.level(node) > 0) {
            int count = Node.count(node);
            int found = length < 0 ? ~count : Node.search(node, count, head, tie, tied, key, length);
            int index = found >= 0 ? before ? found : found + 1 : ~found;
            into.lower = index > 0 ? Node.record(node, index - 1) : into.lower;
            into.upper = index < count ? Node.record(node, index) : into.upper;
            long child = Node.child(node, index);
            long childVersion = Node.version(child);
            if ((childVersion & 1) != 0 || !Node.isUnchanged(node, version)) {
                return false;
            }
            node = child;
            version = childVersion;
        }
        into.count = Node.count(node);
        int found = length < 0 ? ~into.count : Node.search(node, into.count, head, tie, tied, key, length);
        into.index = found >= 0 ? found : ~found;
        for (int i = 0; i < into.count; i++) {
            into.records[i] = Node.record(node, i);
        }
        return Node.isUnchanged(node, version) && flagged == collides;
    }
}
