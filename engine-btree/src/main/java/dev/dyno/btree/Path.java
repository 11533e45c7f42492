package dev.dyno.btree;

import dev.dyno.core.page.KeyBytes;

/**
 * The writer's way from a root to a leaf: the pages, which are in memory until its step ends, and which child was taken
 * in each. Threads: the writer's.
 */
final class Path {

    private static final int LEVELS_MAX = 64;

    private final Pages pages;
    private final int[] page = new int[LEVELS_MAX];
    private final int[] child = new int[LEVELS_MAX];
    private int depth;

    Path(Pages pages) {
        this.pages = pages;
    }

    void descend(int root, long key, int keyLength) {
        depth = 0;
        page[0] = root;
        long address = pages.fix(root);
        while (PageLayout.LEVEL.get(address) > 0) {
            int index = PageReader.childIndex(address, key, keyLength);
            child[depth] = index;
            int next = PageReader.child(address, index);
            page[++depth] = next;
            address = pages.fix(next);
        }
    }

    /**
     * Whether the way found last, in this step, leads to a key, if the tree has the shape that it had then. Where keys
     * come in no order a descent costs less than the question.
     */
    boolean leadsTo(int root, Probe key) {
        if (page[0] != root) {
            return false;
        }
        long leaf = address(depth);
        long low = PageWriter.lowFence(leaf);
        long high = PageWriter.highFence(leaf);
        return (high == 0 || KeyBytes.compare(key.address, key.length, high, PageLayout.HIGH_LENGTH.get(leaf)) < 0)
                && (low == 0 || KeyBytes.compare(key.address, key.length, low, PageLayout.LOW_LENGTH.get(leaf)) >= 0);
    }

    /** It leads nowhere. */
    void forget() {
        page[0] = 0;
    }

    /** For the way found in a step before: its pages are in memory until this step ends. */
    void fix() {
        for (int i = 0; i <= depth; i++) {
            pages.fix(page[i]);
        }
    }

    /** Of the leaf; the root is at 0. */
    int depth() {
        return depth;
    }

    int page(int at) {
        return page[at];
    }

    long address(int at) {
        return pages.address(page[at]);
    }

    /** Which child of the page at a depth was taken. */
    int child(int at) {
        return child[at];
    }
}
