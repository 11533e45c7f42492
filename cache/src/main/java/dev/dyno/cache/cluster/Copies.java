package dev.dyno.cache.cluster;

import dev.dyno.api.Key;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What the primary learned and the replicas do not know yet, oldest first. Under the cluster's lock. */
final class Copies {

    /**
     * One item on its way.
     *
     * @param dueNanos when it arrives, by the cluster's clock
     * @param negative there is no such item
     */
    record Copy(long dueNanos, int table, Key key, DirectBuffer value, long sequence, int deadline,
            boolean negative) {

        static Copy of(long dueNanos, int table, Key key, DirectBuffer value, int offset, int length, long sequence,
                int deadline, boolean negative) {
            UnsafeBuffer partition = copied(key.partition(), 0, key.partition().capacity());
            UnsafeBuffer sort = copied(key.sort(), 0, key.sort().capacity());
            return new Copy(dueNanos, table,
                    new Key().wrap(partition, 0, partition.capacity(), sort, 0, sort.capacity()),
                    copied(value, offset, length), sequence, deadline, negative);
        }

        private static UnsafeBuffer copied(DirectBuffer source, int offset, int length) {
            byte[] bytes = new byte[length];
            source.getBytes(offset, bytes);
            return new UnsafeBuffer(bytes);
        }
    }

    private final ArrayDeque<Copy> underWay = new ArrayDeque<>();

    void send(Copy copy) {
        underWay.addLast(copy);
    }

    boolean isDue(long nowNanos) {
        return !underWay.isEmpty() && underWay.getFirst().dueNanos() <= nowNanos;
    }

    Copy next() {
        return underWay.removeFirst();
    }

    int size() {
        return underWay.size();
    }

    /** A primary that fails takes what it had not copied with it. */
    void lose() {
        underWay.clear();
    }
}
