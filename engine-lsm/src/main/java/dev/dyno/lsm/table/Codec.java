package dev.dyno.lsm.table;

/** How blocks are stored. Stored by its ordinal: append only. */
public enum Codec {
    /** As they are: read in place. */
    NONE,
    /** Fast to read and to write. */
    LZ4,
    /** Smaller than LZ4, and several times slower. */
    ZSTD
}
