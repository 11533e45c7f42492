package dev.dyno.core.log;

import dev.dyno.api.run.Work;
import java.util.List;

/**
 * Brings the log's files to the disk while a recovery reads them: before anything is written behind what was found, it
 * must be durable, and behind a kill the system may have written little of it. What it misses, and what fails, the
 * sync at the end of the recovery meets: it syncs all, and a segment keeps its failure.
 *
 * <p>Threads: the one that opens the engine; a job.
 */
final class EarlySync implements AutoCloseable {

    private final List<Segment> segments;
    /** Null if there is nothing to sync. */
    private final Work.Job job;
    /** By the job. */
    private int next;

    EarlySync(Work work, String engine, List<Segment> segments) {
        this.segments = segments;
        job = segments.isEmpty() ? null : work.start(engine + "-log-sync", this::step);
        if (job != null) {
            job.wake();
        }
    }

    private boolean step() {
        try {
            segments.get(next++).syncAhead();
        } catch (RuntimeException e) {
            return false; // the segment keeps it, for who needs it to be durable
        }
        return next < segments.size();
    }

    /** Waits for the file that is being synced. */
    @Override
    public void close() {
        if (job != null) {
            job.close();
        }
    }
}
