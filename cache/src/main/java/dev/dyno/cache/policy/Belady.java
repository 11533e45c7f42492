package dev.dyno.cache.policy;

import java.util.Arrays;

/**
 * The optimum that knows the future: of everything it has, the newcomer included, it drops what is asked for last. For
 * entries of equal weight no policy has more hits (Belady 1966, Mattson 1970); with different weights the true optimum
 * is not computable in reasonable time, and this is a strong reference, not a bound.
 *
 * <p>Cost: the trace in memory, 20 bytes a request; time in the order of requests × log(requests).
 */
public final class Belady {

    private static final int NEVER = Integer.MAX_VALUE;

    private final int[] keys;
    private final int[] weights;
    private final int[] nextUse;
    private final int keyCount;

    /**
     * @param keys of the requests in order, numbered from 0 to {@code keyCount - 1}
     * @param weights of the requests, at least 1
     */
    public Belady(int[] keys, int[] weights, int keyCount) {
        this.keys = keys;
        this.weights = weights;
        this.keyCount = keyCount;
        this.nextUse = new int[keys.length];
        int[] seen = new int[keyCount];
        Arrays.fill(seen, NEVER);
        for (int i = keys.length - 1; i >= 0; i--) {
            nextUse[i] = seen[keys[i]];
            seen[keys[i]] = i;
        }
    }

    /** How many requests a cache of this capacity can answer. */
    public long hits(long capacity) {
        long hits = 0;
        long weight = 0;
        int[] weightIn = new int[keyCount];
        int[] useOf = new int[keyCount];
        Farthest farthest = new Farthest(keys.length);
        for (int i = 0; i < keys.length; i++) {
            int key = keys[i];
            hits += weightIn[key] > 0 ? 1 : 0;
            weight += weights[i] - weightIn[key];
            weightIn[key] = weights[i];
            useOf[key] = nextUse[i];
            farthest.add(nextUse[i], key);
            while (weight > capacity) {
                int victim = farthest.takeKey();
                // What the heap says of a key is outdated if it was asked for again or dropped since.
                if (weightIn[victim] > 0 && useOf[victim] == farthest.takenUse()) {
                    weight -= weightIn[victim];
                    weightIn[victim] = 0;
                }
            }
        }
        return hits;
    }

    /** A heap of (use, key), the latest use on top. */
    private static final class Farthest {

        private final long[] heap;
        private int size;
        private int takenUse;

        Farthest(int capacity) {
            heap = new long[capacity];
        }

        void add(int use, int key) {
            long added = (long) use << 32 | key;
            int at = size++;
            while (at > 0 && heap[at - 1 >>> 1] < added) {
                heap[at] = heap[at - 1 >>> 1];
                at = at - 1 >>> 1;
            }
            heap[at] = added;
        }

        int takeKey() {
            long top = heap[0];
            long last = heap[--size];
            int at = 0;
            for (int child = 1; child < size; child = 2 * at + 1) {
                child += child + 1 < size && heap[child + 1] > heap[child] ? 1 : 0;
                if (heap[child] <= last) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = last;
            takenUse = (int) (top >>> 32);
            return (int) top;
        }

        int takenUse() {
            return takenUse;
        }
    }
}
