package dev.dyno.api;

/** The promise made when a write returns. Each level includes the ones before it. */
public enum Durability {
    /** Not a level of its own: the one the engine was opened with. Only in {@link WriteOptions} and commits. */
    ENGINE,
    /** Visible to readers; lost if the process dies. */
    MEMORY,
    /** Handed to the operating system: survives {@code kill -9}, not a power cut. */
    PROCESS,
    /** On stable storage before it is visible and before the write returns: survives a power cut. */
    SYNC;

    /** This level, or {@code fallback} for {@link #ENGINE}. */
    public Durability or(Durability fallback) {
        return this == ENGINE ? fallback : this;
    }
}
