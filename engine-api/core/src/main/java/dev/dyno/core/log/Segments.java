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

    /** Drops the first {@code count} segments, lowest first, keeping one file for reuse. */
    void drop(int count) {
        making.lock();
        try {
            for (int i = 0; i < count; i++) {
                Segment old = segments.removeFirst();
                String name = old.file.name();
                old.close();
                if (old.bytes == standardBytes && reusable.isEmpty()) {
                    reusable.add(name);
                } else {
                    disk.delete(name);
                }
            }
            disk.syncDirectory();
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
