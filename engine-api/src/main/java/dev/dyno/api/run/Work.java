package dev.dyno.api.run;

/**
 * Background work, given at open: flushes, compactions, checkpoints, reclaiming. Work is cut into steps so that it can
 * run on threads ({@link ThreadWork}) or, for exact repeatability, on the caller's thread in an order drawn from a seed
 * ({@link SeededWork}).
 */
public interface Work extends AutoCloseable {

    /**
     * Starts a job that sleeps until it is woken.
     *
     * @param name for threads, events and messages
     */
    Job start(String name, Step step);

    /** Ends all jobs; waits for steps that are running. */
    @Override
    void close();

    /**
     * One bounded piece of a job, never run by two threads at once. A step handles what it can; if it throws, the job
     * is over, and whoever wakes or drains it next gets an {@link IllegalStateException} with the cause.
     */
    @FunctionalInterface
    interface Step {
        /** @return whether there is more to do now */
        boolean run();
    }

    /** A started job. Threads: any. */
    interface Job extends AutoCloseable {

        /**
         * There may be something to do. Never blocks on the work itself, except in seeded mode, where it runs steps
         * before it returns: call it holding no lock that the step takes.
         */
        void wake();

        /** Runs steps on the caller's thread, or waits for those running, until a step says there is no more to do. */
        void drain();

        /** Lets a running step end, then runs no more. */
        @Override
        void close();
    }
}
