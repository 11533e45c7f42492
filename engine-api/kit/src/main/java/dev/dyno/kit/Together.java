package dev.dyno.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Runs bodies at the same time, each on a thread of its own, and passes on the first failure. */
final class Together {

    private static final long PATIENCE_MILLIS = 120_000;

    private Together() {
    }

    static void run(Runnable... bodies) {
        CyclicBarrier start = new CyclicBarrier(bodies.length);
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable body : bodies) {
            threads.add(Thread.ofPlatform().daemon().name("rule-" + threads.size()).start(() -> {
                try {
                    start.await();
                    body.run();
                } catch (InterruptedException | BrokenBarrierException | RuntimeException | Error e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        threads.forEach(Together::join);
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new AssertionError("a thread failed: " + failures.getFirst(), failures.getFirst());
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while threads ran", e);
        }
        if (thread.isAlive()) {
            AssertionError stuck = new AssertionError("a thread is stuck: thread=" + thread.getName());
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }
}
