package dev.dyno.btree;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;

/**
 * Copies of pages on the way down a tree, one for each depth, for those that walk all of it: what they hold is not held
 * back from eviction. Nothing may be written meanwhile. Threads: the writer's, or whoever stands in its place.
 */
final class PageWalk implements AutoCloseable {

    /** A tree of more levels would have more items than there are sequences. */
    static final int DEPTH_MAX = 32;

    private final Pages pages;
    private final Region region;

    PageWalk(Memory memory, Pages pages) {
        this.pages = pages;
        region = memory.map((long) DEPTH_MAX * pages.pageBytes, "tree walk", false);
    }

    /** @return the address of a copy, valid until the next one at this depth */
    long copy(int page, int depth) {
        long to = region.address() + (long) depth * pages.pageBytes;
        pages.copy(page, to);
        return to;
    }

    @Override
    public void close() {
        region.close();
    }
}
