package dev.dyno.lsm.compact;

/** The kinds of pickers, by name. */
public enum Policy {
    /** See {@link Leveled}. */
    LEVELED,
    /** See {@link Tiered}. */
    TIERED,
    /** See {@link LazyLeveled}. */
    LAZY_LEVELED,
    /** Nothing is merged: for bulk loads, and to measure what merging costs. */
    NONE;

    /** @param level1Bytes only for leveled ones */
    public Picker picker(int level0Runs, int ratio, long level1Bytes) {
        return switch (this) {
            case LEVELED -> new Leveled(level0Runs, ratio, level1Bytes);
            case TIERED -> new Tiered(level0Runs, ratio);
            case LAZY_LEVELED -> new LazyLeveled(level0Runs, ratio);
            case NONE -> new Tiered(Integer.MAX_VALUE, Integer.MAX_VALUE);
        };
    }
}
