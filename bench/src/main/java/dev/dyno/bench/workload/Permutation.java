package dev.dyno.bench.workload;

import dev.dyno.bench.data.SplitMix;

/**
 * A random order of {@code 0 .. items - 1} that needs no memory: a Feistel network over the next even power of two,
 * walked until it falls inside. At most four steps on average, the same for every engine.
 * Source: Black, Rogaway, Ciphers with Arbitrary Finite Domains, CT-RSA 2002.
 */
final class Permutation {

    private static final int ROUNDS = 4;

    private final long items;
    private final int halfBits;
    private final long halfMask;
    private final long[] keys = new long[ROUNDS];

    Permutation(long items, long seed) {
        if (items < 1) {
            throw new IllegalArgumentException("nothing to order: items=" + items + ", least=1");
        }
        this.items = items;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, items - 1));
        this.halfBits = (bits + 1) / 2;
        this.halfMask = (1L << halfBits) - 1;
        SplitMix random = new SplitMix(seed);
        for (int i = 0; i < ROUNDS; i++) {
            keys[i] = random.next();
        }
    }

    /** What comes at a place of the order. */
    long at(long place) {
        long value = place;
        do {
            value = encrypt(value);
        } while (value >= items);
        return value;
    }

    private long encrypt(long value) {
        long left = value >>> halfBits;
        long right = value & halfMask;
        for (long key : keys) {
            long next = left ^ SplitMix.mix(right + key) & halfMask;
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
