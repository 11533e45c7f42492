package dev.dyno.cassandra;

import dev.dyno.api.Key;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Transactions of one partition in this process, one after the other. The servers let only one through at a time
 * whatever we do; those that meet there disturb each other, and end in time-outs whose outcome has to be found out.
 *
 * <p>Threads: any. A thread has one turn at a time, so nobody waits in a circle.
 */
final class Turns {

    private static final int LOCKS = 256;

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    Turns() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** To be locked around a transaction of the key's partition. */
    ReentrantLock of(Key key) {
        return locks[(int) (key.partitionHash() & LOCKS - 1)];
    }
}
