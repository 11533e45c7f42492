package dev.dyno.bench.workload;

/** What {@link LyingEngine} does wrong, now and then. */
enum Lie {
    NONE(Workload.READ_UNIFORM),
    ITEM_MISSING(Workload.READ_UNIFORM),
    BYTE_FLIPPED(Workload.READ_ZIPFIAN),
    ITEM_OF_NOBODY(Workload.READ_MISSING),
    QUERY_SKIPS(Workload.QUERY_10),
    QUERY_ENDS_EARLY(Workload.QUERY_100),
    WRITE_NOT_DONE(Workload.YCSB_A);

    private final Workload seenBy;

    Lie(Workload seenBy) {
        this.seenBy = seenBy;
    }

    Workload seenBy() {
        return seenBy;
    }
}
