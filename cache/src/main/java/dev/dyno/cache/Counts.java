package dev.dyno.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of one session: its thread counts, others read. Each on words of its own cache lines, so that counting
 * costs no more than a store.
 */
final class Counts {

    enum Kind { ITEM_HITS, ITEM_MISSES, QUERY_HITS, QUERY_MISSES, SCAN_HITS, SCAN_MISSES, ERRORS }

    private static final int PADDING = 16;

    private final AtomicLongArray counts = new AtomicLongArray(2 * PADDING + Kind.values().length);

    void count(Kind kind) {
        int at = PADDING + kind.ordinal();
        counts.setOpaque(at, counts.getPlain(at) + 1);
    }

    void count(Kind kind, long times) {
        int at = PADDING + kind.ordinal();
        counts.setOpaque(at, counts.getPlain(at) + times);
    }

    long get(Kind kind) {
        return counts.getOpaque(PADDING + kind.ordinal());
    }
}
