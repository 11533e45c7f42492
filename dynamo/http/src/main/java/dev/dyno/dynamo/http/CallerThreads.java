package dev.dyno.dynamo.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/**
 * The threads of an endpoint, kept to be waited for: operations may be closed only when all callers are.
 *
 * <p>Threads: any.
 */
final class CallerThreads implements ThreadFactory {

    private final String name;
    private final Operations operations;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    CallerThreads(String name, Operations operations) {
        this.name = name;
        this.operations = operations;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new CallerThread(task, name + "-" + (threads.size() + 1), operations);
        threads.add(thread);
        return thread;
    }

    /** Waits until all have ended, at most so long. */
    void join(long millisMax) {
        try {
            for (Thread thread : threads) {
                thread.join(millisMax);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
