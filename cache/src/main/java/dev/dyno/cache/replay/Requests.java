package dev.dyno.cache.replay;

import dev.dyno.cache.policy.Belady;
import java.io.IOException;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * A trace in memory, its keys numbered in the order of their first request: what a table of many simulations and the
 * optimum need, which looks ahead. 8 bytes a request.
 */
public final class Requests {

    private static final long UNKNOWN = -1;

    private final int[] keys;
    private final int[] weights;
    private final int distinct;
    private final long distinctWeight;

    private Requests(int[] keys, int[] weights, int distinct, long distinctWeight) {
        this.keys = keys;
        this.weights = weights;
        this.distinct = distinct;
        this.distinctWeight = distinctWeight;
    }

    /** Reads a trace to its end. The caller closes it. */
    public static Requests of(Trace trace) throws IOException {
        Long2LongHashMap numbers = new Long2LongHashMap(UNKNOWN);
        int[] keys = new int[1 << 16];
        int[] weights = new int[1 << 16];
        int count = 0;
        long distinctWeight = 0;
        while (trace.next()) {
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, 2 * count);
                weights = Arrays.copyOf(weights, 2 * count);
            }
            long number = numbers.get(trace.key());
            if (number == UNKNOWN) {
                number = numbers.size();
                numbers.put(trace.key(), number);
                distinctWeight += trace.bytes();
            }
            keys[count] = (int) number;
            weights[count++] = trace.bytes();
        }
        return new Requests(Arrays.copyOf(keys, count), Arrays.copyOf(weights, count), numbers.size(), distinctWeight);
    }

    /** Requests of weight 1. For traces made by programs; keys are renumbered. */
    public static Requests of(long[] keys) {
        try {
            return of(new ArrayTrace(keys));
        } catch (IOException e) {
            throw new AssertionError("an array cannot fail", e);
        }
    }

    public int count() {
        return keys.length;
    }

    /** The number of the key of a request: from 0 to {@link #distinct} - 1. */
    public int key(int request) {
        return keys[request];
    }

    public int weight(int request) {
        return weights[request];
    }

    /** How many keys there are. */
    public int distinct() {
        return distinct;
    }

    /** The weight of all keys, each as of its first request. */
    public long distinctWeight() {
        return distinctWeight;
    }

    public Belady optimum() {
        return new Belady(keys, weights, distinct);
    }

    private static final class ArrayTrace implements Trace {
        private final long[] keys;
        private int at = -1;

        ArrayTrace(long[] keys) {
            this.keys = keys;
        }

        @Override
        public boolean next() {
            return ++at < keys.length;
        }

        @Override
        public long key() {
            return keys[at];
        }

        @Override
        public int bytes() {
            return 1;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
