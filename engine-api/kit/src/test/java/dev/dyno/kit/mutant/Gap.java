package dev.dyno.kit.mutant;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The moment in which a race does its harm, held open until another thread has stepped through it: without it a mutant
 * would be killed now and then only. Gives up after a while, because there may be no other thread. Threads: any.
 */
final class Gap {

    private static final int YIELDS_MAX = 2_000;

    private final AtomicLong steps = new AtomicLong();

    /** Another thread does what it would do anyhow. */
    void step() {
        steps.incrementAndGet();
    }

    void hold() {
        long before = steps.get();
        for (int i = 0; i < YIELDS_MAX && steps.get() == before; i++) {
            Thread.yield();
        }
    }
}
