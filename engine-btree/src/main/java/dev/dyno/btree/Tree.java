package dev.dyno.btree;

import dev.dyno.api.TableSpec;

/**
 * One table's tree, as readers know it: where it begins and how much is in it. The root never moves: when it grows or
 * shrinks, its content does. Counts belong to the writer and are read when it stands still.
 *
 * <p>The root page of a dropped table stays empty until the engine closes, so that a reader who is late finds nothing
 * instead of another table's items.
 */
final class Tree {

    final TableSpec table;
    final int root;
    long items;
    /** Of keys and values, without what pages add. */
    long bytes;

    Tree(TableSpec table, int root) {
        this.table = table;
        this.root = root;
    }
}
