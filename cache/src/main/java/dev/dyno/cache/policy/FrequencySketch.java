package dev.dyno.cache.policy;

/**
 * How often keys were asked for lately, in 4 bits a counter: a count-min sketch whose counters are all halved after ten
 * additions an entry, so that old fame fades. The estimate is never too low before a halving, seldom too high.
 *
 * <p>The four counters of a key lie in one block of 64 bytes, so that a look costs one miss: each in its own pair of
 * the block's eight words, chosen by a byte of the hash (its lowest bit takes the word of the pair, the next four the
 * counter in the word). Source: Einziger, Friedman and Manes, TinyLFU, 2017; blocks as in Putze et al. 2007.
 */
final class FrequencySketch {

    private static final int COUNTER_MAX = 15;
    private static final int ADDITIONS_PER_ENTRY = 10;
    private static final int BLOCK_WORDS = 8;
    /** With fewer, counters collide and are halved before they tell anything. */
    private static final int ENTRIES_MIN = 256;
    private static final int ROWS = 4;
    /** The lowest bit of each counter, and all bits but the highest of each: what halving keeps. */
    private static final long ONES = 0x1111_1111_1111_1111L;
    private static final long HALVED = 0x7777_7777_7777_7777L;

    private final long[] words;
    private final int blockMask;
    private final long additionsMax;
    private long additions;

    FrequencySketch(long entries) {
        int count = (int) Math.min(1 << 28, Math.max(ENTRIES_MIN, entries));
        words = new long[Integer.highestOneBit(count - 1) << 1];
        blockMask = words.length / BLOCK_WORDS - 1;
        additionsMax = (long) ADDITIONS_PER_ENTRY * count;
    }

    /** How many requests make one sample: as many as are added between two halvings. */
    long sampleSize() {
        return additionsMax;
    }

    int frequency(long hash) {
        int least = COUNTER_MAX;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, (int) (words[word(hash, row)] >>> shift(hash, row)) & COUNTER_MAX);
        }
        return least;
    }

    void increment(long hash) {
        boolean added = false;
        for (int row = 0; row < ROWS; row++) {
            int word = word(hash, row);
            int shift = shift(hash, row);
            if ((words[word] >>> shift & COUNTER_MAX) < COUNTER_MAX) {
                words[word] += 1L << shift;
                added = true;
            }
        }
        if (added && ++additions == additionsMax) {
            halve();
        }
    }

    /** Halves every counter. What odd counters lose is taken off the count of additions too, a quarter for each row. */
    private void halve() {
        int odd = 0;
        for (int i = 0; i < words.length; i++) {
            odd += Long.bitCount(words[i] & ONES);
            words[i] = words[i] >>> 1 & HALVED;
        }
        additions = additions - (odd >>> 2) >>> 1;
    }

    private int word(long hash, int row) {
        int block = (int) (hash >>> 32) & blockMask;
        return block * BLOCK_WORDS + 2 * row + ((int) (hash >>> 8 * row) & 1);
    }

    private static int shift(long hash, int row) {
        return ((int) (hash >>> 8 * row + 1) & 15) << 2;
    }
}
