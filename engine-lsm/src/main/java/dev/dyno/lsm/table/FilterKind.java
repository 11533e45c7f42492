package dev.dyno.lsm.table;

/** What a table answers "certainly not" with, before a block is read. Stored by its ordinal: append only. */
public enum FilterKind {
    /** None: every read looks into a block. */
    NONE,
    /** A Bloom filter whose bits for one key lie in one cache line. */
    BLOOM,
    /** A binary fuse filter: smaller for what it lets through, and slower to ask and to build. */
    FUSE
}
