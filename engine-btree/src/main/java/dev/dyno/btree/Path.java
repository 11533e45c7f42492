package dev.dyno.btree;

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
