package dev.dyno.lsm.table;

import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.agrona.collections.LongArrayList;

/**
 * A binary fuse filter of 8 bits: three bytes are loaded and compared with the key's fingerprint. About 9 bits for a
 * key, of which a Bloom filter would let five times as many through; the three loads are three misses, where a Bloom
 * filter in blocks has one, and building takes more memory and time.
 *
 * <p>Building: each key has three places; a place that only one key has left gives that key its byte, the key leaves
 * its other places, and so on; then bytes are given in the reverse order, so that the three of a key come to its
 * fingerprint. If keys are left over, another seed is tried.
 *
 * <p>Source: Graf, Lemire, Binary Fuse Filters, JEA 2022; segment length and size factor are theirs.
 */
final class FuseFilter {

    private static final int ARITY = 3;
    private static final long SEED_STEP = 0x9e3779b97f4a7c15L;
    private static final int SEGMENT_LENGTH_MAX = 1 << 18;
    private static final int TRIES_MAX = 100;

    private FuseFilter() {
    }

    static boolean mayContain(long filter, long hash) {
        long mixed = mix(hash + FuseLayout.SEED.get(filter));
        int length = FuseLayout.SEGMENT_LENGTH.get(filter);
        long reach = (long) FuseLayout.SEGMENTS.get(filter) * length;
        int first = (int) Math.unsignedMultiplyHigh(mixed, reach);
        long bytes = filter + FuseLayout.LENGTH;
        int found = UnsafeApi.getByte(bytes + first) ^ UnsafeApi.getByte(bytes + second(first, mixed, length))
                ^ UnsafeApi.getByte(bytes + third(first, mixed, length));
        return (byte) found == fingerprint(mixed);
    }

    private static int second(int first, long mixed, int length) {
        return first + length ^ (int) (mixed >>> 18) & length - 1;
    }

    private static int third(int first, long mixed, int length) {
        return first + 2 * length ^ (int) mixed & length - 1;
    }

    private static byte fingerprint(long mixed) {
        return (byte) (mixed ^ mixed >>> 32);
    }

    private static long mix(long hash) {
        long h = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }

    private static int segmentLength(int keys) {
        int shift = (int) Math.floor(Math.log(Math.max(2, keys)) / Math.log(3.33) + 2.25);
        return Math.min(SEGMENT_LENGTH_MAX, 1 << shift);
    }

    /** Where first places lie, in segments. */
    private static int segments(int keys, int length) {
        double factor = keys <= 1 ? 0 : Math.max(1.125, 0.875 + 0.25 * Math.log(1e6) / Math.log(keys));
        long capacity = Math.round(keys * factor);
        return (int) Math.max(1, (capacity + length - 1) / length - (ARITY - 1));
    }

    static int bytes(int keys) {
        int length = segmentLength(keys);
        return FuseLayout.LENGTH + (segments(keys, length) + ARITY - 1) * length;
    }

    /** Builds the filter of some hashes, of which {@link #bytes} says how long it is. */
    static void build(long filter, LongArrayList hashes) {
        long[] keys = hashes.toLongArray();
        int length = segmentLength(keys.length);
        int segments = segments(keys.length, length);
        TableFormat.zero(filter, bytes(keys.length));
        Arrays.sort(keys); // equal hashes would never be alone at a place
        keys = Arrays.stream(keys).distinct().toArray();
        FuseLayout.SEGMENT_LENGTH.set(filter, length);
        FuseLayout.SEGMENTS.set(filter, segments);
        Peeling peeling = new Peeling(keys.length, length, segments);
        for (int tries = 0; !peeling.peel(keys, tries * SEED_STEP); tries++) {
            if (tries == TRIES_MAX) {
                throw new AssertionError("no filter after so many seeds: keys=" + keys.length);
            }
        }
        FuseLayout.SEED.set(filter, peeling.seed);
        peeling.assign(filter + FuseLayout.LENGTH);
    }

    /** The places of all keys while a filter is built. */
    private static final class Peeling {
        private final int length;
        private final long reach;
        private final int[] counts;
        /** At each place the exclusive or of the hashes that have it: the hash itself when one is left. */
        private final long[] hashes;
        private final int[] alone;
        private final long[] order;
        private final int[] place;
        private int peeled;
        private long seed;

        Peeling(int keys, int length, int segments) {
            this.length = length;
            reach = (long) segments * length;
            int places = (segments + ARITY - 1) * length;
            counts = new int[places];
            hashes = new long[places];
            alone = new int[places + ARITY * keys];
            order = new long[keys];
            place = new int[keys];
        }

        boolean peel(long[] keys, long withSeed) {
            seed = withSeed;
            peeled = 0;
            Arrays.fill(counts, 0);
            Arrays.fill(hashes, 0);
            for (long key : keys) {
                change(mix(key + seed), 1);
            }
            int queued = 0;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    alone[queued++] = i;
                }
            }
            while (queued > 0) {
                int at = alone[--queued];
                if (counts[at] != 1) {
                    continue;
                }
                long hash = hashes[at];
                order[peeled] = hash;
                place[peeled++] = at;
                change(hash, -1);
                int first = (int) Math.unsignedMultiplyHigh(hash, reach);
                queued = queue(first, queued);
                queued = queue(second(first, hash, length), queued);
                queued = queue(third(first, hash, length), queued);
            }
            return peeled == keys.length;
        }

        private int queue(int at, int queued) {
            if (counts[at] == 1) {
                alone[queued] = at;
                return queued + 1;
            }
            return queued;
        }

        private void change(long hash, int by) {
            int first = (int) Math.unsignedMultiplyHigh(hash, reach);
            change(first, hash, by);
            change(second(first, hash, length), hash, by);
            change(third(first, hash, length), hash, by);
        }

        private void change(int at, long hash, int by) {
            counts[at] += by;
            hashes[at] ^= hash;
        }

        void assign(long fingerprints) {
            for (int i = peeled - 1; i >= 0; i--) {
                long hash = order[i];
                int first = (int) Math.unsignedMultiplyHigh(hash, reach);
                int others = UnsafeApi.getByte(fingerprints + first)
                        ^ UnsafeApi.getByte(fingerprints + second(first, hash, length))
                        ^ UnsafeApi.getByte(fingerprints + third(first, hash, length));
                // The key's own place is still 0, so this is the other two.
                UnsafeApi.putByte(fingerprints + place[i], (byte) (fingerprint(hash) ^ others));
            }
        }
    }
}
