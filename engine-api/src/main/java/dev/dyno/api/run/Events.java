package dev.dyno.api.run;

/**
 * Where engines report what they do besides answering: on one clock with the latencies, so that a spike can be
 * explained by the split, flush, compaction or sync that caused it. Threads: any. Emitting must cost next to nothing.
 */
@FunctionalInterface
public interface Events {

    /** Drops everything. */
    Events NONE = (kind, startNanos, durationNanos, amount) -> { };

    /** What happened, and what its amount counts. */
    enum Kind {
        SPLIT("pages"), MERGE("pages"), FLUSH("bytes"), COMPACTION("bytes"), REHASH("buckets"), EVICTION("bytes"),
        SYNC("bytes"), CHECKPOINT("bytes"), GROW("bytes"), RECLAIM("bytes"), RECOVERY("commits"), STALL("writers");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        /** What the amount counts. */
        public String unit() {
            return unit;
        }
    }

    /** @param startNanos on the engine's {@link Clock#nanoTime} */
    void emit(Kind kind, long startNanos, long durationNanos, long amount);
}
