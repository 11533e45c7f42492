package dev.dyno.cache;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads of the engine below that are under way, so that a herd that misses one item reads it once: the first leads, who
 * comes meanwhile waits until it has landed and looks into the cache again. A place per stripe of keys; a read that
 * finds its place taken by another key goes alone, so nobody waits for what is not his.
 *
 * <p>Who waits holds nothing that a leader needs: the leader reads and fills, and waits for no session.
 *
 * <p>Threads: any; a session leads one read at a time.
 */
final class Flights {

    private static final int COUNT = 256;

    private static final class Flight {
        private final ReentrantLock lock = new ReentrantLock();
        /** What is read. Written by the leader; whoever sees an old one only fails to wait, or waits in vain. */
        private volatile long hash;
    }

    private final Flight[] flights = new Flight[COUNT];

    Flights() {
        for (int i = 0; i < COUNT; i++) {
            flights[i] = new Flight();
        }
    }

    /**
     * Waits for a read of the same key, if there is one.
     *
     * @return whether the caller leads now, and must {@link #land}; if not, the cache may know the item meanwhile
     */
    boolean lead(long hash) {
        Flight flight = flight(hash);
        if (flight.lock.tryLock()) {
            flight.hash = hash;
            return true;
        }
        if (flight.hash == hash) {
            flight.lock.lock();
            flight.lock.unlock();
        }
        return false;
    }

    void land(long hash) {
        flight(hash).lock.unlock();
    }

    /** Whether a thread waits for a read of this key. */
    boolean isAwaitedBy(long hash, Thread thread) {
        return flight(hash).lock.hasQueuedThread(thread);
    }

    private Flight flight(long hash) {
        return flights[(int) (hash >>> 24) & COUNT - 1];
    }
}
