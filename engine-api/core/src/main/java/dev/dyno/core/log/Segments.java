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
 * The log's files in order, with some made ahead of need and old ones used again.
 *
 * <p>How many ahead: one at first, and one more for each that was filled, up to 32 MiB of them. Making a file takes two
 * syncs, and each waits for whatever else goes to the disk, so one ahead is too few for a writer beside a checkpoint.
 * A frame that needs a larger file puts those that were ahead before it, empty: then it begins with one again.
 *
 * <p>Threads: the log's writer owns the list. {@link #prepare} is the background job's: it makes the spares. Who makes
 * a file holds {@code making}; {@code listing}, held for moments only, guards the lists for the writer, the job, and
 * those who sync or delete. At open and close nobody is beside, and neither is held. Lock order: {@code making},
 * {@code listing}.
 */
final class Segments {

    private static final int AHEAD_MAX = 8;
    private static final int AHEAD_BYTES_MAX = 32 << 20;

    private final Disk disk;
    private final FileHeader header;
    private final Region page;
    private final int standardBytes;
    private final LogOptions.Fill fill;
    private final List<Segment> segments = new ArrayList<>();
    private final ReentrantLock making = new ReentrantLock();
    private final ReentrantLock listing = new ReentrantLock();
    private final Deque<Segment> spares = new ArrayDeque<>();
    private final Deque<String> reusable = new ArrayDeque<>();
    private final int aheadMax;
    /** By the writer: those before it are not dirty. */
    private int firstDirty;
    private int ahead = 1;
    private Segment last;

    Segments(Disk disk, FileHeader header, Region page, LogOptions options) {
        this.disk = disk;
        this.header = header;
        this.page = page;
        standardBytes = options.segmentBytes();
        fill = options.fill();
        aheadMax = Math.clamp(AHEAD_BYTES_MAX / standardBytes, 1, AHEAD_MAX);
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

    /** Syncs what is dirty. By the writer. @return how many files */
    int sync() {
        int synced = 0;
        for (int i = firstDirty; i < segments.size(); i++) {
            if (segments.get(i).isDirty()) {
                segments.get(i).sync();
                synced++;
            }
        }
        firstDirty = Math.max(0, segments.size() - 1);
        return synced;
    }

    /** What lies before the position is durable. By the writer. */
    void markClean(long position) {
        while (firstDirty < segments.size() && segments.get(firstDirty).endPosition() <= position) {
            segments.get(firstDirty).markClean();
            firstDirty++;
        }
    }

    /** Syncs what is dirty, beside the writer, so some of it may be missed; {@link #delete} never beside it. */
    void syncAhead() {
        List<Segment> now;
        listing.lock();
        try {
            now = List.copyOf(segments);
        } finally {
            listing.unlock();
        }
        for (Segment segment : now) {
            if (segment.isDirty()) {
                segment.syncAhead();
            }
        }
    }

    /** Beside the writer: pages between two positions, of the last segment and of the one that follows it. */
    void populate(long from, long to) {
        Segment next;
        Segment now;
        listing.lock();
        try {
            now = last;
            next = spares.peek();
        } finally {
            listing.unlock();
        }
        now.populate(from, to);
        if (next != null) {
            next.populate(from, to);
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
        int needed = pages(SegmentLayout.FRAMES + (long) frameBytes);
        if (takeSpare(needed)) {
            return last;
        }
        making.lock();
        try {
            if (!takeSpare(needed)) {
                boolean isUsual = last != null && needed <= standardBytes;
                Segment made = make(Math.max(needed, standardBytes));
                listing.lock();
                try {
                    spares.forEach(this::add);
                    spares.clear();
                    add(made);
                    ahead = isUsual ? Math.min(aheadMax, ahead + 1) : 1;
                } finally {
                    listing.unlock();
                }
            }
            return last;
        } finally {
            making.unlock();
        }
    }

    /** @return false if there is none, or the first is too small */
    private boolean takeSpare(int needed) {
        listing.lock();
        try {
            if (spares.isEmpty() || spares.peek().bytes < needed) {
                return false;
            }
            add(spares.remove());
            ahead = Math.min(aheadMax, ahead + 1);
            return true;
        } finally {
            listing.unlock();
        }
    }

    /** The background job: makes a spare. @return whether there is more to do now */
    boolean prepare() {
        making.lock();
        try {
            if (missing() <= 0) {
                return false;
            }
            Segment made = make(standardBytes);
            listing.lock();
            try {
                spares.add(made);
            } finally {
                listing.unlock();
            }
            return missing() > 0;
        } finally {
            making.unlock();
        }
    }

    private int missing() {
        listing.lock();
        try {
            return last == null ? 0 : ahead - spares.size();
        } finally {
            listing.unlock();
        }
    }

    /** After recovery: the last segment has no frames yet and was made ahead. */
    void keepLastAsSpare() {
        spares.addFirst(segments.removeLast());
        last = segments.getLast();
    }

    /** After recovery: a file that belongs to no segment any more. */
    void discard(String name) {
        disk.delete(name);
    }

    /**
     * How many segments before the one that is written hold only commits up to a sequence, or what was cut. The log can
     * begin only in one with frames of the chain: others were cut, or made ahead of one that had to be larger.
     */
    int countBehind(long sequence, Segment written) {
        int count = 0;
        boolean more = true;
        for (int next = 1; more && next < segments.size() && segments.get(next - 1) != written; next++) {
            Segment segment = segments.get(next);
            if (segment.isChained()) {
                more = segment.firstSequence() <= sequence; // equal: a change of the catalogue may end the one before
                count = more ? next : count;
            }
        }
        return count;
    }

    /** Takes the first {@code count} segments out of the log. @return them, open */
    List<Segment> detach(int count) {
        listing.lock();
        try {
            List<Segment> first = segments.subList(0, count);
            List<Segment> gone = List.copyOf(first);
            first.clear();
            firstDirty = Math.max(0, firstDirty - count);
            return gone;
        } finally {
            listing.unlock();
        }
    }

    /**
     * Deletes detached segments, lowest first, but one, which is kept for reuse. The writer may go on meanwhile.
     *
     * <p>With one among them that was cut the last goes before, durably: recovery looks at nothing below that gap,
     * whatever a crash keeps there. It could begin in the one that was cut otherwise.
     */
    void delete(List<Segment> gone) {
        boolean cut = gone.stream().anyMatch(Segment::isCut);
        gone.forEach(Segment::close);
        int first = cut && gone.size() > 1 ? gone.size() - 1 : gone.size();
        for (Segment last : gone.subList(first, gone.size())) {
            disk.delete(last.file.name());
            disk.syncDirectory();
        }
        for (Segment old : gone.subList(0, first)) {
            if (old.bytes != standardBytes || !keepForReuse(old.file.name())) {
                disk.delete(old.file.name());
            }
        }
        disk.syncDirectory();
    }

    private boolean keepForReuse(String name) {
        listing.lock();
        try {
            return reusable.isEmpty() && reusable.add(name);
        } finally {
            listing.unlock();
        }
    }

    /** Before a clean close, with nobody beside: files without frames are not kept. */
    void deleteUnused() {
        while (!spares.isEmpty()) {
            Segment spare = spares.remove(); // a crash may keep any of these deletions: recovery knows
            spare.close();
            disk.delete(spare.file.name());
        }
        reusable.forEach(disk::delete);
        reusable.clear();
    }

    /** With nobody beside. */
    void close() {
        segments.forEach(Segment::close);
        segments.clear();
        spares.forEach(Segment::close);
        spares.clear();
        last = null;
    }

    /** Behind all there are; with {@code making} held. */
    private Segment make(int bytes) {
        String reuse = "";
        Segment before;
        listing.lock();
        try {
            before = spares.isEmpty() ? last : spares.getLast();
            if (bytes == standardBytes && !reusable.isEmpty()) {
                reuse = reusable.remove();
            }
        } finally {
            listing.unlock();
        }
        long number = before == null ? 1 : before.number + 1;
        long position = before == null ? 0 : before.endPosition();
        return Segment.create(disk, header, page, number, position, bytes, fill, reuse);
    }

    private static int pages(long bytes) {
        return Math.toIntExact((bytes + SegmentLayout.FRAMES - 1) / SegmentLayout.FRAMES * SegmentLayout.FRAMES);
    }
}
