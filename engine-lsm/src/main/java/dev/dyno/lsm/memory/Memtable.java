package dev.dyno.lsm.memory;

import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Probe;
import java.util.Arrays;

/**
 * The commits since the last memtable was sealed, of all tables. One is written; those that are sealed wait for their
 * flush and are read meanwhile.
 *
 * <p>Threads: one writer, any readers. Publication M3: a table's tree is stored in a new array; a reader that loads the
 * array sees the tree. Closed by whoever knows that no reader is left.
 */
public final class Memtable implements AutoCloseable {

    private final long number;
    private final MemtableKind kind;
    private final Arena arena;
    /** By table id; replaced, never changed. */
    private volatile MemIndex[] trees = new MemIndex[0];
    private volatile boolean empty = true;
    private long lastSequence;
    private int holders;

    /** @param number rises from one memtable to the next */
    public Memtable(long number, Chunks chunks, MemtableKind kind) {
        this.number = number;
        this.kind = kind;
        arena = new Arena(chunks);
    }

    public long number() {
        return number;
    }

    /** By the writer. @param kind see {@link EntryKind} */
    public void put(int tableId, Probe probe, long sequence, int kind, long valueAddress, int valueLength) {
        MemIndex tree = tree(tableId);
        if (tree == null) {
            tree = addTree(tableId);
        }
        tree.put(probe, sequence, kind, valueAddress, valueLength);
        lastSequence = sequence;
        if (empty) {
            empty = false;
        }
    }

    private MemIndex addTree(int tableId) {
        MemIndex tree = kind.create(arena, number);
        MemIndex[] copy = Arrays.copyOf(trees, Math.max(trees.length, tableId + 1));
        copy[tableId] = tree;
        trees = copy; // publishes M3
        return tree;
    }

    /** The entries of a table; null if there are none. */
    public MemIndex tree(int tableId) {
        MemIndex[] all = trees; // sees M3
        return tableId < all.length ? all[tableId] : null;
    }

    /** All ids below this may have a tree. */
    public int tableIds() {
        return trees.length;
    }

    public boolean isEmpty() {
        return empty;
    }

    /** The last commit in it. By the writer, or when it is sealed. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Bytes of memory in use. */
    public long usedBytes() {
        return arena.usedBytes();
    }

    /** One holder more. The caller guards the count. */
    public void hold() {
        holders++;
    }

    /** One holder less. @return whether none is left */
    public boolean letGo() {
        return --holders == 0;
    }

    @Override
    public void close() {
        arena.close();
    }
}
