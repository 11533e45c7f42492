package dev.dyno.core.log;

import dev.dyno.api.EngineException;
import dev.dyno.api.run.Work;

/**
 * What is made ready for the log's writer in the background, so that it waits for nothing: the files that it goes on
 * in, and the pages of their mappings. A store into a page of a file for the first time makes the file system reserve,
 * journal and map it, which takes as long as some puts; asked for in the background, many at a time, they are there.
 *
 * <p>Pages are asked for only shortly before they are stored to, because from then on a sync writes them. A log whose
 * frames are durable one by one stores by system calls and needs none.
 *
 * <p>Threads: the log's writer; two jobs.
 */
final class Ahead implements AutoCloseable {

    /** Of pages: some milliseconds of the fastest writer. */
    private static final int PAGES_BYTES = 1 << 20;
    private static final int STEP_BYTES = PAGES_BYTES / 4;

    private final Segments segments;
    private final Failure failure;
    private final Work.Job files;
    private final Work.Job pages;
    private final boolean storesToPages;
    /** By the writer. */
    private long nextStep;
    private volatile long filledTo;

    Ahead(Work work, LogOptions options, Segments segments, Failure failure) {
        this.segments = segments;
        this.failure = failure;
        storesToPages = options.store() == LogOptions.Store.AUTO && options.fill() == LogOptions.Fill.RESERVED;
        files = work.start(options.engine() + "-log", this::prepareFile);
        pages = work.start(options.engine() + "-log-pages", this::preparePages);
    }

    /** By the writer, behind each frame. @param before where it begins in the segment, as {@code tail} where it ends */
    void filled(Segment active, int before, int tail) {
        int half = active.bytes / 2;
        if (before < half && tail >= half) {
            files.wake();
        }
        if (storesToPages && active.firstPosition + tail >= nextStep && active.populates()) {
            filledTo = active.firstPosition + tail;
            nextStep = filledTo + STEP_BYTES;
            pages.wake();
        }
    }

    /** A full disk is not an error here: without a spare the writer makes its own segment, and meets it itself. */
    private boolean prepareFile() {
        if (failure.happened()) {
            return false;
        }
        try {
            return segments.prepare();
        } catch (EngineException.Full e) {
            return false;
        } catch (EngineException | InternalError e) {
            failure.fail(e);
            return false;
        } catch (RuntimeException e) {
            throw failure.fail(e);
        }
    }

    private boolean preparePages() {
        try {
            segments.populate(filledTo, filledTo + PAGES_BYTES);
        } catch (InternalError e) {
            // A page that the file system does not give: the writer meets it itself.
        }
        return false;
    }

    /** Nothing is prepared any more. */
    @Override
    public void close() {
        files.close();
        pages.close();
    }
}
