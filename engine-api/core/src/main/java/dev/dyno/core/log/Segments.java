package dev.dyno.core.log;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Region;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log's files in order, with one made ahead of need and old ones used again.
 *
 * <p>Threads: the log's writer owns the list. {@link #prepare} is the background job's: it makes the spare.
 * {@code making} guards the making of files, the spare, the last segment and the files to reuse.
 */
final class Segments {

    private final Disk disk;
    private final FileHeader header;
    private final Region page;
    private final int standardBytes;
    private final LogOptions.Fill fill;
    private final List<Segment> segments = new ArrayList<>();
    private final ReentrantLock making = new ReentrantLock();
    private final Deque<String> reusable = new ArrayDeque<>();
    private Segment spare;
    private Segment last;

    Segments(Disk disk, FileHeader header, Region page, LogOptions options) {
        this.disk = disk;
        this.header = header;
        this.page = page;
        standardBytes = options.segmentBytes();
        fill = options.fill();
    }

    long engineId() {
        return header.engineId();
    }

    void add(Segment segment) {
        segments.add(segment);
        last = segment;
    }

    Segment get(int index) {
        return segments.get(index);
    }

    int size() {
        return segments.size();
    }

    /** Syncs what is dirty, beside the writer, so some of it may be missed; {@link #delete} never beside it. */
    void syncAhead() {
        List<Segment> now;
        making.lock();
        try {
            now = List.copyOf(segments);
        } finally {
            making.unlock();
        }
        for (Segment segment : now) {
            if (segment.isDirty()) {
                segment.file.sync();
            }
        }
    }

    /** Of all files that are part of the log. By the writer. */
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < segments.size(); i++) {
            bytes += segments.get(i).bytes;
        }
        return bytes;
    }

    /** The one that gets frames. */
    Segment last() {
        return last;
    }

    /**
     * Goes on in another segment. A frame that no standard segment holds gets one of its own size, so that a frame is
     * always in one piece.
     *
     * @return the segment, at the end of the list; on an exception nothing has changed
     */
    Segment next(int frameBytes) {
        making.lock();
        try {
            Segment before = last;
            int needed = pages(SegmentLayout.FRAMES + (long) frameBytes);
            if (spare != null && needed > spare.bytes) {
                Segment larger = make(spare.number + 1, spare.endPosition(), needed);
                takeSpare();
                add(larger);
            } else if (spare != null) {
                takeSpare();
            } else {
                long number = before == null ? 1 : before.number + 1;
                long position = before == null ? 0 : before.endPosition();
                add(make(number, position, Math.max(needed, standardBytes)));
            }
            return last;
        } finally {
            making.unlock();
        }
    }

    private void takeSpare() {
        Segment taken = spare;
        spare = null;
        add(taken);
    }

    /** The background job: makes the spare. @return whether there is more to do now */
    boolean prepare() {
        making.lock();
        try {
            Segment active = last;
            if (spare == null && active != null) {
                spare = make(active.number + 1, active.endPosition(), standardBytes);
            }
            return false;
        } finally {
            making.unlock();
        }
    }

    /** After recovery: the last segment has no frames yet and is the one made ahead. */
    void keepLastAsSpare() {
        spare = segments.removeLast();
        last = segments.getLast();
    }

    /** After recovery: a file that belongs to no segment any more. */
    void discard(String name) {
        disk.delete(name);
    }

    /** How many segments before the one that is written hold only commits up to a sequence. */
    int countBehind(long sequence, Segment written) {
        int count = 0;
        boolean more = true;
        for (int next = 1; more && next < segments.size() && segments.get(next - 1) != written; next++) {
            Segment segment = segments.get(next);
            // One without frames was made ahead of one that had to be larger; the log cannot begin with it.
            if (segment.hasFrames()) {
                more = segment.firstSequence() <= sequence; // equal: a change of the catalogue may end the one before
                count = more ? next : count;
            }
        }
        return count;
    }

    /** Takes the first {@code count} segments out of the log. @return them, open */
    List<Segment> detach(int count) {
        making.lock();
        try {
            List<Segment> first = segments.subList(0, count);
            List<Segment> gone = List.copyOf(first);
            first.clear();
            return gone;
        } finally {
            making.unlock();
        }
    }

    /** Deletes detached segments, lowest first, but one, which is kept for reuse. The writer may go on meanwhile. */
    void delete(List<Segment> gone) {
        for (Segment old : gone) {
            old.close();
            if (old.bytes != standardBytes || !keepForReuse(old.file.name())) {
                disk.delete(old.file.name());
            }
        }
        disk.syncDirectory();
    }

    private boolean keepForReuse(String name) {
        making.lock();
        try {
            return reusable.isEmpty() && reusable.add(name);
        } finally {
            making.unlock();
        }
    }

    /** Before a clean close: files without frames are not kept. */
    void deleteUnused() {
        making.lock();
        try {
            if (spare != null) {
                spare.close();
                disk.delete(spare.file.name());
                spare = null;
            }
            reusable.forEach(disk::delete);
            reusable.clear();
        } finally {
            making.unlock();
        }
    }

    void close() {
        making.lock();
        try {
            segments.forEach(Segment::close);
            segments.clear();
            last = null;
            if (spare != null) {
                spare.close();
                spare = null;
            }
        } finally {
            making.unlock();
        }
    }

    private Segment make(long number, long firstPosition, int bytes) {
        String reuse = bytes == standardBytes && !reusable.isEmpty() ? reusable.poll() : "";
        return Segment.create(disk, header, page, number, firstPosition, bytes, fill, reuse);
    }

    private static int pages(long bytes) {
        return Math.toIntExact((bytes + SegmentLayout.FRAMES - 1) / SegmentLayout.FRAMES * SegmentLayout.FRAMES);
    }
}
