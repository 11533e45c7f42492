package dev.dyno.core.log;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.Work;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * The write-ahead log: frames behind each other in zero-filled segments that are mapped while the log keeps them, so
 * that keys and values can be read where they lie.
 *
 * <p>Two ways into the same file. A frame that need only survive the process is copied into the mapping: no system
 * call. A frame that must be durable goes by a positional write and a sync, because a sync after mapped stores costs
 * more than twice as much (page faults on clean pages, journal).
 * A log that is opened for durable writes fills its files with zeros, another only has space set aside for them.
 *
 * <p>Rules of syncing: R1 a file is durable, and its name, before a frame goes into it. R3 segments have
 * their space ahead, and where frames are durable one by one also zeros, so that a sync moves no metadata. R4 a
 * failed write or sync is final, also for a sync beside it: the kernel may have marked the pages clean, so a second try
 * proves nothing; only opening again does. R7 an open that was not preceded by a clean close syncs what it replayed
 * before it takes writes.
 *
 * <p>Invariants
 * <ul>
 * <li>L1 everything before {@code durablePosition} is on stable storage
 * <li>L2 between {@code tail} and the end of the segment there is no valid frame of this log
 * <li>L3 a segment that is not dirty holds no frame behind {@code durablePosition}
 * </ul>
 *
 * <p>Threads: one writer at a time (the commit leader). {@link #durableSequence} may be read by any. Publication F5:
 * the writer stores a frame's length last, with release; a reader of the file that sees the length with acquire sees
 * the whole frame.
 *
 * <p>Assumes of the disk: its model, see {@link Disk}.
 */
public final class Log implements AutoCloseable {

    private final LogOptions options;
    private final Memory memory;
    private final Clock clock;
    private final Events events;
    private final Region page;
    private final Segments segments;
    private final Mark mark;
    private final FrameView stored = new FrameView();
    private final Anchors anchors = new Anchors();
    private final Failure failure = new Failure();
    private final Ahead ahead;
    private Segment active;
    private int tail;
    private long endPosition;
    private long durablePosition;
    private boolean endsClean;
    private long bytesWritten;
    private long syncs;
    private long lastSequence;
    private volatile long durableSequence;

    private Log(LogOptions options, Memory memory, Clock clock, Events events, Region page, Segments segments,
            Mark mark, Work work) {
        this.options = options;
        this.memory = memory;
        this.clock = clock;
        this.events = events;
        this.page = page;
        this.segments = segments;
        this.mark = mark;
        ahead = new Ahead(work, options, segments, failure);
    }

    /**
     * Opens or creates the log under {@code log/} and replays it.
     *
     * @param from commits up to this sequence are kept elsewhere: segments that hold only such need not be there
     * @param visitor gets every frame that has a commit behind {@code from} or changes the catalogue
     * @throws EngineException.Corrupt if data that was durable is damaged; nothing was changed
     */
    public static Log open(Disk disk, Memory memory, Work work, Clock clock, Events events, LogOptions options,
            long from, FrameVisitor visitor) {
        Region page = memory.map(SegmentLayout.FRAMES, "log header", false);
        LogRecovery recovery = new LogRecovery(disk, page, options);
        Segments segments = null;
        Mark mark = null;
        Log log = null;
        try {
            FileHeader header = recovery.load(clock);
            segments = new Segments(disk, header, page, options);
            visitor.onEngine(header.engineId());
            try (EarlySync _ = recovery.syncEarly(work)) {
                recovery.run(segments, from, visitor);
            }
            mark = Mark.open(disk, header, page);
            log = new Log(options, memory, clock, events, page, segments, mark, work);
            log.resume(recovery);
            return log;
        } catch (RuntimeException | Error e) {
            recovery.close();
            if (log != null) {
                log.ahead.close();
            }
            if (mark != null) {
                mark.close();
            }
            if (segments != null) {
                segments.close();
            }
            page.close();
            throw e;
        }
    }

    private void resume(LogRecovery recovery) {
        lastSequence = recovery.lastSequence();
        endPosition = recovery.endPosition();
        durablePosition = recovery.durablePosition();
        int empty = segments.size() - 1 - recovery.segmentIndex();
        for (int i = 0; i < empty && !recovery.hasSurvivors(); i++) {
            segments.keepLastAsSpare();
        }
        if (segments.size() == 0 || recovery.hasSurvivors()) {
            // L2: frames behind a hole would become part of the log again once new frames had closed the gap.
            active = segments.next(0);
            tail = SegmentLayout.FRAMES;
        } else {
            active = segments.last();
            tail = recovery.offset();
        }
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).endPosition() > durablePosition) {
                segments.get(i).markDirty();
            }
        }
        endsClean = recovery.isClean();
        if (endsClean) {
            durableSequence = lastSequence; // L1: without the close, whose sync the process may not have lived to see
        } else {
            sync();
        }
    }

    /**
     * Appends one frame as a whole.
     *
     * @param durable whether it is on stable storage when the call returns
     * @return the frame where it now lies, valid until the next append
     * @throws EngineException.Full if there is no space; nothing has changed
     * @throws EngineException.Failed now and ever after, if a write or a sync failed
     */
    public FrameView append(FrameWriter frame, boolean durable) {
        checkUsable();
        if (frame.length() > active.bytes - tail) {
            rotateFor(frame.length());
        }
        long position = active.firstPosition + tail;
        long first = lastSequence + 1;
        boolean anchored = anchors.isDue(frame.commits(), position, durablePosition);
        int bytes = frame.seal(position, active.salt, anchored, durablePosition, first, (int) (position - endPosition));
        try {
            store(frame, bytes, durable || options.store() == LogOptions.Store.WRITE);
        } catch (RuntimeException | Error e) {
            throw fail(e);
        }
        active.markChained();
        stored.wrap(active.file.name(), tail, active.address + tail, first);
        int before = tail;
        tail += bytes;
        endPosition = position + bytes;
        bytesWritten += bytes;
        endsClean = false;
        lastSequence = first + frame.commits() - 1;
        try {
            if (durable) {
                sync();
            }
            ahead.filled(active, before, tail);
        } catch (RuntimeException | Error e) {
            throw fail(e); // the frame is in the log, and the caller will not apply it
        }
        return stored;
    }

    private void store(FrameWriter frame, int bytes, boolean write) {
        active.markDirty();
        if (write) {
            active.file.write(tail, frame.address(), bytes);
            return;
        }
        long to = active.address + tail;
        int first = FrameLayout.CHECKSUM.offset();
        UnsafeApi.copyMemory(frame.address() + first, to + first, bytes - first);
        FrameLayout.FRAME_LENGTH.setRelease(to, FrameLayout.FRAME_LENGTH.get(frame.address())); // publishes F5
    }

    private void rotateFor(int bytes) {
        long start = clock.nanoTime();
        try {
            active = segments.next(bytes);
        } catch (EngineException.Full e) { // nothing was stored: the write may be tried again when there is space
            throw e;
        } catch (RuntimeException | InternalError e) {
            throw fail(e);
        }
        tail = SegmentLayout.FRAMES;
        events.emit(Events.Kind.GROW, start, clock.nanoTime() - start, active.bytes);
    }

    /** Everything appended is on stable storage when it returns. Does nothing if it is already. */
    public void sync() {
        checkUsable();
        if (durablePosition == endPosition && durableSequence == lastSequence) {
            return;
        }
        long start = clock.nanoTime();
        long behind = endPosition - durablePosition;
        try {
            syncs += segments.sync();
        } catch (RuntimeException | InternalError e) {
            throw fail(e);
        }
        durablePosition = endPosition;
        durableSequence = lastSequence;
        mark.store(durablePosition, durableSequence);
        events.emit(Events.Kind.SYNC, start, clock.nanoTime() - start, behind);
    }

    /** By the writer: where the log ends now, for {@link #durableUpTo}. */
    public LogEnd end() {
        return new LogEnd(endPosition, lastSequence);
    }

    /**
     * Brings what was appended so far to the disk while the writer goes on, so that {@link #durableUpTo} may follow, or
     * a {@link #sync} with little left to wait for. Called by whoever calls {@link #forget}, never beside it.
     */
    public void syncAhead() {
        checkUsable();
        try {
            segments.syncAhead();
        } catch (RuntimeException | InternalError e) {
            throw fail(e);
        }
    }

    /**
     * By the writer, without a call to the system.
     *
     * @param end taken before a {@link #syncAhead} that has returned: what lies before it is on stable storage
     */
    public void durableUpTo(LogEnd end) {
        checkUsable();
        if (end.position() <= durablePosition) {
            return;
        }
        segments.markClean(end.position());
        durablePosition = end.position();
        durableSequence = end.sequence();
        mark.store(durablePosition, durableSequence);
    }

    /**
     * Lets go of segments that hold only commits up to {@code sequence}, which the engine has durably elsewhere, with
     * its catalogue. Nobody may read keys or values in them any more. The first frame that is kept is durable before,
     * because recovery begins there once the segments before it are gone.
     */
    public void forget(long sequence) {
        forgetLater(sequence).run();
    }

    /** As {@link #forget}, by the writer. @return what deletes the files: to be run once, also beside the writer */
    public Runnable forgetLater(long sequence) {
        checkUsable();
        int count = segments.countBehind(sequence, active);
        if (count == 0) {
            return () -> { };
        }
        if (durablePosition <= segments.get(count).firstPosition + SegmentLayout.FRAMES) {
            sync();
        }
        List<Segment> gone = segments.detach(count);
        return () -> segments.delete(gone);
    }

    /** Random at creation, the same in every file of one engine. */
    public long engineId() {
        return segments.engineId();
    }

    /** As given at open. */
    public LogOptions options() {
        return options;
    }

    public Clock clock() {
        return clock;
    }

    /** The sequence of the last commit appended. By the writer. */
    public long lastSequence() {
        return lastSequence;
    }

    /** The sequence of the last commit on stable storage. */
    public long durableSequence() {
        return durableSequence;
    }

    public boolean hasFailed() {
        return failure.happened();
    }

    /** Bytes of frames appended since open. By the writer. */
    public long bytesWritten() {
        return bytesWritten;
    }

    /** Calls to sync a file since open. By the writer. */
    public long syncs() {
        return syncs;
    }

    /** Bytes of all its files. By the writer. */
    public long fileBytes() {
        return segments.bytes();
    }

    /** How many files. By the writer. */
    public int segmentCount() {
        return segments.size();
    }

    /** Marks the log cleanly closed and durable, unless it has failed, and releases everything. */
    @Override
    public void close() {
        ahead.close();
        try {
            if (!failure.happened() && !endsClean) {
                endClean();
            }
        } finally {
            mark.close();
            segments.close();
            page.close();
        }
    }

    private void endClean() {
        try (FrameWriter last = new FrameWriter(memory)) {
            sync(); // so that the mark says all before it was durable, and damage there is not taken for a torn end
            last.cleanClose();
            append(last, true);
            endsClean = true;
            segments.deleteUnused();
        } catch (EngineException.Full e) {
            sync(); // without the mark the next open replays more, and loses nothing
        }
    }

    /**
     * From now on nothing can be appended; also for what goes wrong after the log has a write.
     *
     * @return to be thrown: what the world did (a lost mapping shows as an {@link InternalError}) as
     *     {@link EngineException.Failed}, a bug or a simulated power cut as it is
     */
    public RuntimeException fail(Throwable cause) {
        return failure.fail(cause);
    }

    /** @throws EngineException.Failed if it has failed */
    public void checkUsable() {
        failure.check();
    }
}
