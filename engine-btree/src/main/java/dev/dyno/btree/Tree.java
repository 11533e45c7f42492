package dev.dyno.btree;

import dev.dyno.api.TableSpec;

/**
 * One table's tree, as readers know it: where it begins and how much is in it. The root never moves: when it grows or
 * shrinks, its content does. Counts belong to the writer and are read when it stands still.
 *
 * <p>The pages of a dropped table, its root too, are used again. A reader who is late looks, behind its read, whether
 * the table was dropped before the point it reads at: if so it found nothing, whatever it found. Publication D1: the
 * writer stores {@code dropped} before it releases a page; a reader that meets such a page with other content sees it.
 */
final class Tree {

    final TableSpec table;
    final int root;
    long items;
    /** Of keys and values, without what pages add. */
    long bytes;
    /** How many snapshots were opened before the table was dropped. */
    private volatile long dropped = Long.MAX_VALUE;

    Tree(TableSpec table, int root) {
        this.table = table;
        this.root = root;
    }

    /** @param snapshots that were opened until now */
    void drop(long snapshots) {
        dropped = snapshots; // publishes D1
    }

    /** Whether nothing that was read at a point counts. */
    boolean isDropped(ReadPoint point) {
        return point.ordinal() > dropped; // sees D1
    }
}
