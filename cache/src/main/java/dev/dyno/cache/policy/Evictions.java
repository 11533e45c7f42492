package dev.dyno.cache.policy;

/** The one check that every eviction ends with. */
final class Evictions {

    private Evictions() {
    }

    static void checkFound(int victim) {
        if (victim == SlotLists.NONE) {
            throw new IllegalStateException("nothing to evict: entries=0");
        }
    }
}
