package dev.dyno.cache;

/** How a cache stays true to the engine below; see {@code docs/rules.md}, family A. */
public enum CacheMode {
    /**
     * Reads through the cache are linearizable: by the engine's reports of commits where it has them, else by words
     * around the writes that go through the cache.
     */
    COHERENT,
    /** As DAX: the cache learns of writes that go through it, and of no others; results of queries age. */
    DAX
}
