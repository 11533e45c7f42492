package dev.dyno.dynamo.serve;

import dev.dyno.api.Engine;
import dev.dyno.dynamo.Dynamo;
import dev.dyno.dynamo.DynamoSession;
import dev.dyno.dynamo.error.DynamoError;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What an endpoint does besides requests, on a thread of its own: it deletes what has expired about a second after its
 * time, and makes a checkpoint when nobody writes ({@link IdleCheckpoint}). Expiry reads whole tables: where that takes
 * long, the pauses become longer, so that it never takes more than a tenth of a processor.
 *
 * <p>Threads: any.
 */
public final class Upkeep implements AutoCloseable {

    private static final long PAUSE_NANOS_MIN = TimeUnit.SECONDS.toNanos(1);
    private static final int PAUSE_TIMES_RUN = 9;
    private static final long STOP_SECONDS_MAX = 10;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("dyno-upkeep").factory());
    private final Dynamo dynamo;
    private final IdleCheckpoint idle;
    private final Consumer<Throwable> faults;
    /** The thread's own, from its first run on. */
    private DynamoSession session;
    /** Perhaps it makes a checkpoint. */
    private volatile boolean isLooking;

    /**
     * @param checkpoints whether they are worth anything: whether the data outlive the process
     * @param faults told of every failure; the next run comes all the same
     */
    public Upkeep(Dynamo dynamo, boolean checkpoints, Consumer<Throwable> faults) {
        this.dynamo = dynamo;
        Engine engine = dynamo.engine();
        idle = new IdleCheckpoint(engine::committedSequence, checkpoints ? engine::checkpoint : () -> { });
        this.faults = faults;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.schedule(this::run, PAUSE_NANOS_MIN, TimeUnit.NANOSECONDS);
    }

    private void run() {
        long start = System.nanoTime();
        attempt(this::expire);
        long took = System.nanoTime() - start;
        isLooking = true;
        attempt(idle::look);
        isLooking = false;
        try {
            thread.schedule(this::run, Math.max(PAUSE_NANOS_MIN, took * PAUSE_TIMES_RUN), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: this was the last run.
        }
    }

    private void expire() {
        session = session == null ? dynamo.openSession() : session;
        session.expire();
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            faults.accept(e);
        }
    }

    /** Waits for a run that is under way; for a checkpoint as long as it takes, as the engine's close would. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            while (!thread.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                if (!isLooking) {
                    throw new IllegalStateException("upkeep does not end: waitedSeconds=" + STOP_SECONDS_MAX);
                }
            }
            if (session != null) {
                session.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
