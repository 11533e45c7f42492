package dev.dyno.lsm.table;

/**
 * How the bits of Bloom filters are shared out among levels.
 *
 * <p>Source of MONKEY: Dayan, Athanassoulis, Idreos, Monkey, SIGMOD 2017. A read that finds nothing looks into every
 * run, and what it pays is the sum of their false answers; for a given sum of bits that is least if a level's rate of
 * false answers is proportional to its size. So a level that is {@code ratio} times smaller has {@code ln ratio / ln²
 * 2} bits more for each key, and the largest gives up what all the others gain.
 */
public enum FilterAllocation {
    /** The same at all levels. */
    UNIFORM,
    /** More where levels are small. */
    MONKEY;

    private static final double LN2_SQUARED = Math.log(2) * Math.log(2);
    private static final int BITS_MAX = 30;

    /**
     * Bits per key of a filter: a pure function.
     *
     * @param bits on average over all levels
     * @param level that the table is written to
     * @param last the deepest level there is
     * @param ratio of a level's size to that of the one above
     */
    public int bits(int bits, int level, int last, int ratio) {
        if (this == UNIFORM) {
            return bits;
        }
        double step = Math.log(ratio) / LN2_SQUARED;
        // Of all keys, (1 - 1/ratio) / ratio^k lie k levels above the last: on average they are 1 / (ratio - 1) above.
        double ofLast = bits - step / (ratio - 1);
        return Math.clamp(Math.round(ofLast + step * Math.max(0, last - level)), 1, BITS_MAX);
    }
}
