package dev.dyno.lsm.table;

import org.agrona.UnsafeApi;
import org.agrona.collections.LongArrayList;

/**
 * A Bloom filter in blocks of a cache line: one miss a question, for about a third more false answers than bits spread
 * over the whole filter would give. Built into memory and asked where it lies; it has no header, because its length and
 * the number of probes say all.
 *
 * <p>Sources: Putze, Sanders, Singler, Cache-, Hash- and Space-Efficient Bloom Filters, 2007; the multiplication in
 * place of a remainder is Lemire's.
 */
final class BloomFilter {

    private static final int LINE_BYTES = 64;
    private static final int LINE_SHIFT = 23;
    private static final int MULTIPLIER = 0x9e3779b9;
    private static final int PROBES_MAX = 12;
    private static final double BITS_TO_PROBES = 0.6;

    private BloomFilter() {
    }

    static int bytes(long keys, int bitsPerKey) {
        long lines = (keys * bitsPerKey + 8 * LINE_BYTES - 1) / (8 * LINE_BYTES);
        return Math.toIntExact(Math.max(1, lines) * LINE_BYTES);
    }

    /** Less than the usual bits × ln 2, because a line has more keys than its share as often as fewer. */
    static int probes(int bitsPerKey) {
        return Math.clamp(Math.round(bitsPerKey * BITS_TO_PROBES), 1, PROBES_MAX);
    }

    static void build(long filter, int bytes, int probes, LongArrayList hashes) {
        TableFormat.zero(filter, bytes);
        for (int i = 0; i < hashes.size(); i++) {
            add(filter, bytes, probes, hashes.getLong(i));
        }
    }

    private static void add(long filter, int bytes, int probes, long hash) {
        long line = line(filter, bytes, hash);
        int bits = (int) hash;
        for (int i = 0; i < probes; i++) {
            int bit = bits >>> LINE_SHIFT;
            long word = line + (bit >>> 6 << 3);
            UnsafeApi.putLong(word, UnsafeApi.getLong(word) | 1L << bit);
            bits *= MULTIPLIER;
        }
    }

    static boolean mayContain(long filter, int bytes, int probes, long hash) {
        long line = line(filter, bytes, hash);
        int bits = (int) hash;
        for (int i = 0; i < probes; i++) {
            int bit = bits >>> LINE_SHIFT;
            if ((UnsafeApi.getLong(line + (bit >>> 6 << 3)) >>> bit & 1) == 0) {
                return false;
            }
            bits *= MULTIPLIER;
        }
        return true;
    }

    private static long line(long filter, int bytes, long hash) {
        long lines = bytes / LINE_BYTES;
        return filter + ((hash >>> 32) * lines >>> 32) * LINE_BYTES;
    }
}
