package dev.dyno.api.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One daemon thread per job, asleep until it is woken. A step that throws ends its job; the next {@link Job#wake} or
 * {@link Job#drain} throws {@link IllegalStateException} with the cause, so that no failure goes unseen. Threads: any.
 */
public final class ThreadWork implements Work {

    private final List<ThreadJob> jobs = new CopyOnWriteArrayList<>();
    private boolean closed;

    /** Whether the calling thread runs a job of this kind of work: for those who tell background from foreground. */
    public static boolean isWorker() {
        return Thread.currentThread() instanceof Worker;
    }

    @Override
    public synchronized Job start(String name, Step step) {
        if (closed) {
            throw new IllegalStateException("work is closed: job=" + name);
        }
        ThreadJob job = new ThreadJob(name, step);
        jobs.add(job);
        job.thread.start();
        return job;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (ThreadJob job : jobs) {
            job.close();
        }
    }

    /** A type of its own, to be told from others. */
    private static final class Worker extends Thread {

        Worker(Runnable loop, String name) {
            super(loop, name);
            setDaemon(true);
        }
    }

    /**
     * A job and its thread. No wake is lost: only the thread itself moves WOKEN to ASLEEP, and it does so before it
     * runs steps; a wake that comes later moves it back and leaves a permit that makes the next park return at once.
     */
    private final class ThreadJob implements Job {

        private static final int ASLEEP = 0;
        private static final int WOKEN = 1;
        private static final int CLOSED = 2;

        private final String name;
        private final Step step;
        private final Thread thread;
        private final AtomicInteger state = new AtomicInteger(ASLEEP);

        /** Held while a step runs, by the job's thread or by one that drains. */
        private final ReentrantLock running = new ReentrantLock();

        private volatile Throwable failure;

        ThreadJob(String name, Step step) {
            this.name = name;
            this.step = step;
            thread = new Worker(this::loop, name);
        }

        private void loop() {
            while (true) {
                int seen = state.get();
                if (seen == CLOSED) {
                    return;
                }
                if (seen == ASLEEP) {
                    LockSupport.park(this);
                    Thread.interrupted(); // an interrupt left pending makes every later park return at once
                } else if (state.compareAndSet(WOKEN, ASLEEP) && !runSteps()) {
                    return;
                }
            }
        }

        /** @return false if the job failed */
        private boolean runSteps() {
            try {
                boolean more;
                do {
                    more = runStep();
                } while (more);
                return true;
            } catch (Throwable e) { // kept as the failure; wake and drain throw it
                return false;
            }
        }

        /** The lock is let go between steps, so that those who close or drain get their turn. */
        private boolean runStep() {
            running.lock();
            try {
                return failure == null && state.get() != CLOSED && step.run();
            } catch (Throwable e) {
                failure = e;
                throw e;
            } finally {
                running.unlock();
            }
        }

        @Override
        public void wake() {
            failIfBroken();
            if (state.get() == ASLEEP && state.compareAndSet(ASLEEP, WOKEN)) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void drain() {
            boolean more;
            do {
                failIfBroken();
                more = runStep();
            } while (more);
            failIfBroken();
        }

        private void failIfBroken() {
            Throwable cause = failure;
            if (cause != null) {
                throw new IllegalStateException("background job failed: name=" + name, cause);
            }
        }

        @Override
        public void close() {
            state.set(CLOSED);
            LockSupport.unpark(thread);
            jobs.remove(this);
            if (Thread.currentThread() != thread && !running.isHeldByCurrentThread()) {
                running.lock(); // waits for a running step
                running.unlock();
            }
        }
    }
}
