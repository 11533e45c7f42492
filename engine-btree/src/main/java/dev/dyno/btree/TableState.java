package dev.dyno.btree;

import dev.dyno.api.TableSpec;

/** A table as a checkpoint has it. */
record TableState(TableSpec table, int root, long items, long bytes) {

    static TableState of(Tree tree) {
        return new TableState(tree.table, tree.root, tree.items, tree.bytes);
    }

    Tree tree() {
        Tree tree = new Tree(table, root);
        tree.items = items;
        tree.bytes = bytes;
        return tree;
    }
}
