package dev.dyno.kit;

import dev.dyno.api.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a body on several threads that start together, each with a session of its own. */
final class Threads {

    /** What one thread does. */
    @FunctionalInterface
    interface Body {
        void run(int thread, Session session);
    }

    private Threads() {
    }

    /** Returns when all have ended; throws what the first of them threw. */
    static void run(Fixture fixture, int threads, Body body) {
        CyclicBarrier start = new CyclicBarrier(threads);
        fixture.engine();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(executor.submit(() -> {
                    start.await();
                    try (Session session = fixture.engine().openSession()) {
                        body.run(thread, session);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while threads were running", e);
        }
    }

    private static RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case AssertionError error -> throw error;
            case RuntimeException exception -> exception;
            case BrokenBarrierException broken -> new IllegalStateException("the threads did not start", broken);
            default -> new IllegalStateException("a thread failed", cause);
        };
    }
}
