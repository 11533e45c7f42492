package dev.dyno.cache.store;

import org.agrona.UnsafeApi;

/**
 * The index of a shard: buckets of eight words, one cache line each; a key has two buckets that its word may be in. A
 * word never moves while its entry is in, so a reader needs no lock and sees no gaps, and the number of the word is the
 * number by which the policy knows the entry. A key whose buckets are both full costs another entry its place: at a
 * load of nine tenths one in seventy.
 *
 * <p>A word: {@code tag 16 | generation 16 | unit 32}. The unit is where the entry stands, in units of 2 bytes; the
 * generation is its segment's, so that a word read twice and equal stands for the same bytes: a segment would have to
 * be reused 65,536 times in between. 0 is no word: generations begin at 1.
 *
 * <p>Source: two choices, Azar et al. 1994; buckets of a cache line as in MemC3 (Fan et al., NSDI 2013).
 */
final class Buckets {

    static final int WORDS = 8;
    static final long NONE = 0;
    private static final int NEARLY_FULL = 6;
    private static final int WORD_BYTES = 8;
    private static final int BUCKET_BYTES = WORDS * WORD_BYTES;

    private final long address;
    private final int count;

    /** @param places as {@link #places} has them */
    Buckets(long address, int places) {
        this.address = address;
        this.count = places / WORDS;
    }

    static long bytes(int places) {
        return (long) places * WORD_BYTES;
    }

    /** About so many, in whole buckets, at least two. */
    static int places(int about) {
        return Math.max(2, about / WORDS) * WORDS;
    }

    int words() {
        return count * WORDS;
    }

    long wordAt(int slot) {
        return UnsafeApi.getLong(addressOf(slot));
    }

    /** Where the word of a slot is. */
    long addressOf(int slot) {
        return address + (long) slot * WORD_BYTES;
    }

    /** The number of a word, by which the policy knows its entry. */
    int slotOf(long wordAddress) {
        return (int) ((wordAddress - address) / WORD_BYTES);
    }

    /** Address of the first word of a key's first bucket. */
    long first(long hash) {
        return address + ((hash >>> 32) * count >>> 32) * BUCKET_BYTES;
    }

    /** Of its second, which may be the first again. */
    long second(long hash) {
        long other = hash * 0xc4ce_b9fe_1a85_ec53L;
        return address + ((other >>> 32) * count >>> 32) * BUCKET_BYTES;
    }

    static long word(long hash, int generation, int unit) {
        return hash << 48 | (generation & 0xffffL) << 32 | unit & 0xffff_ffffL;
    }

    static boolean mayBe(long word, long hash) {
        return word != NONE && word >>> 48 == (hash & 0xffff);
    }

    static int unit(long word) {
        return (int) word;
    }

    static int generation(long word) {
        return (int) (word >>> 32) & 0xffff;
    }

    static long slotAddress(long bucket, int i) {
        return bucket + (long) i * WORD_BYTES;
    }

    /** The address of this very word, or 0. */
    long find(long hash, long word) {
        long found = findIn(first(hash), word);
        return found != 0 ? found : findIn(second(hash), word);
    }

    /**
     * The address of a free place for a key, or 0 if both its buckets are full. In the first bucket, where a reader
     * looks first, until that is nearly full; then in the emptier.
     */
    long findFree(long hash) {
        long first = first(hash);
        long second = second(hash);
        int used = used(first);
        return findIn(used < NEARLY_FULL || used <= used(second) ? first : second, NONE);
    }

    /** Loads both buckets of each key, so that their misses overlap. @return something made of what was loaded */
    long touch(long[] hashes, int keys) {
        long loaded = 0;
        for (int i = 0; i < keys; i++) {
            loaded += UnsafeApi.getLong(first(hashes[i])) ^ UnsafeApi.getLong(second(hashes[i]));
        }
        return loaded;
    }

    static void set(long wordAddress, long word) {
        UnsafeApi.putLongRelease(null, wordAddress, word); // publishes E1
    }

    private static int used(long bucket) {
        int used = 0;
        for (int i = 0; i < WORDS; i++) {
            used += UnsafeApi.getLong(slotAddress(bucket, i)) == NONE ? 0 : 1;
        }
        return used;
    }

    private static long findIn(long bucket, long word) {
        for (int i = 0; i < WORDS; i++) {
            if (UnsafeApi.getLong(slotAddress(bucket, i)) == word) {
                return slotAddress(bucket, i);
            }
        }
        return 0;
    }
}
