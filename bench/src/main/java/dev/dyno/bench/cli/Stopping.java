package dev.dyno.bench.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Waits for Ctrl-C and holds the JVM until everything is closed: opened before what is to be closed, closed after it.
 *
 * <p>Threads: one waits; the system's hook asks it to stop.
 */
final class Stopping implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    Stopping() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "dyno-stop"));
    }

    /** Returns when the system wants the process to stop. */
    void await() throws InterruptedException {
        asked.await();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
