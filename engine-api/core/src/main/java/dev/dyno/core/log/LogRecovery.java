package dev.dyno.core.log;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Work;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * Replays the log and judges its end.
 *
 * <p>The chain of valid frames ends at a hole. Nothing behind it: the end. Valid frames behind it that claim the log
 * was durable only up to the hole or less: a crash took a part of what was never synced, and all behind the hole is
 * cut. A valid frame behind it that claims more: durable data is damaged, and the log is refused, because to cut there
 * would lose acknowledged commits in silence. Claims are in anchors, of which every page behind the hole has one.
 *
 * <p>Known limit: damage to the very last durable frames, with none stored after, looks like a torn end unless the
 * {@link Mark} survived.
 *
 * <p>Total: any bytes give a replay or an {@link EngineException}; nothing is changed before the judgement. Lengths are
 * clamped to the segment, and the search behind a hole looks at each byte a bounded number of times.
 */
final class LogRecovery {

    /**
     * How often the search behind a hole looks at a byte, on average: crafted bytes could ask for a whole segment at
     * every offset. What was never synced asks for each frame once, whole or torn, however much of it there is.
     */
    private static final int SEARCHES_MAX = 16;
    /** Bytes that it counts as to find what is no operation. */
    private static final long OPERATION_COST = 16;

    private final Disk disk;
    private final Region page;
    private final LogOptions options;
    private final List<Segment> opened = new ArrayList<>();
    private final List<String> stale = new ArrayList<>();
    private final FrameView frame = new FrameView();
    private Segments segments;
    private int segmentIndex;
    private int offset = SegmentLayout.FRAMES;
    private long endPosition;
    private long durablePosition;
    private long lastSequence;
    private long marked;
    private boolean clean;
    private boolean survivors;

    LogRecovery(Disk disk, Region page, LogOptions options) {
        this.disk = disk;
        this.page = page;
        this.options = options;
    }

    /** Opens the files. @return the header that all files of this engine carry */
    FileHeader load(Clock clock) {
        List<String> names = disk.list().stream().filter(Segment::isSegment).sorted().toList();
        for (int i = names.size() - 1; i >= 0 && !areForgotten(names.subList(0, i + 1)); i--) {
            addBefore(Segment.open(disk, names.get(i), options.engine(), page));
        }
        if (opened.isEmpty()) {
            checkEmpty();
            long id = clock.epochMillis() * 0x9e3779b97f4a7c15L ^ clock.nanoTime() | 1; // never Mark.ANY_ENGINE
            return new FileHeader(options.engine(), SegmentLayout.KIND, SegmentLayout.VERSION, id);
        }
        long id = opened.getFirst().engineId;
        for (Segment segment : opened) {
            if (segment.engineId != id) {
                throw new EngineException.Incompatible("a log segment of another engine: file=" + segment.file.name()
                        + ", engineId=" + Long.toHexString(segment.engineId) + ", expected=" + Long.toHexString(id));
            }
        }
        marked = Mark.durable(disk, options.engine(), id, page);
        return new FileHeader(options.engine(), SegmentLayout.KIND, SegmentLayout.VERSION, id);
    }

    /** Behind a gap is what the log has: it was made by a forget, whose later deletion was kept, and theirs lost. */
    private boolean areForgotten(List<String> names) {
        boolean forgotten = !opened.isEmpty() && opened.getFirst().number - 1 != Segment.numberOf(names.getLast())
                && opened.stream().anyMatch(Segment::hasFrames);
        if (forgotten) {
            stale.addAll(names);
        }
        return forgotten;
    }

    /**
     * Before those that are opened. If these do not go on where it ends, in number and position, they were made ahead,
     * and a close has deleted them, or some: what a crash kept of that may also lie behind a larger file, made since.
     */
    private void addBefore(Segment segment) {
        if (!opened.isEmpty() && !opened.getFirst().follows(segment)) {
            Segment next = opened.getFirst();
            if (opened.stream().anyMatch(Segment::hasFrames)) {
                segment.close();
                throw SegmentLayout.LAYOUT.corrupt(next.file.name(), SegmentLayout.OFFSET,
                        SegmentLayout.FIRST_POSITION, next.firstPosition, segment.endPosition());
            }
            opened.forEach(ahead -> stale.add(ahead.file.name()));
            close();
        }
        opened.addFirst(segment);
    }

    /** A new log is made only where there is nothing: not beside another program's files, nor where a log was. */
    private void checkEmpty() {
        for (String name : disk.list()) {
            if (!name.startsWith("log/")) {
                throw new EngineException.Incompatible("not empty, and there is no log in it: disk=" + disk + ", file="
                        + name);
            }
        }
        long durable = Mark.durable(disk, options.engine(), Mark.ANY_ENGINE, page);
        if (durable > 0) {
            throw new EngineException.Corrupt(Mark.FILE, MarkLayout.OFFSET, MarkLayout.LAYOUT.toString(), "durable",
                    durable, "0, because there are no log files");
        }
    }

    /** Before {@link #run}, for as long as it runs: what is not known to be durable, but for the last file. */
    EarlySync syncEarly(Work work) {
        List<Segment> unknown = opened.stream().limit(Math.max(0, opened.size() - 1))
                .filter(segment -> segment.endPosition() > marked).toList();
        return new EarlySync(work, options.engine(), unknown);
    }

    /** Replays, judges, and hands the files over to {@code into}. */
    void run(Segments into, long from, FrameVisitor visitor) {
        segments = into;
        opened.forEach(into::add);
        opened.clear();
        if (segments.size() == 0) {
            return;
        }
        segmentIndex = -1;
        begin(from);
        for (int next = findNext(); next >= 0; next = findNext()) {
            segmentIndex = next;
            offset = SegmentLayout.FRAMES;
            while (offset < segments.get(next).bytes && segments.get(next).isFrame(offset)) {
                replay(from, visitor);
            }
        }
        judge();
        if (marked > endPosition) {
            Segment segment = segments.get(segmentIndex);
            throw segment.corruptFrame(offset, "checksum", "end of frames at position " + endPosition,
                    "valid frames, because " + Mark.FILE + " says the log was durable up to position " + marked);
        }
        stale.forEach(segments::discard);
    }

    /** Where the chain of the first frame begins, and whether what comes before it is needed. */
    private void begin(long from) {
        Segment first = segments.get(0);
        lastSequence = from;
        if (first.number == 1) {
            lastSequence = 0;
            return;
        }
        first = firstWithFrames(first);
        long sequence = first.firstSequence();
        if (from == 0 || sequence > from + 1) {
            throw first.corruptFrame(SegmentLayout.FRAMES, "firstSequence", sequence, "at most " + (from + 1));
        }
        lastSequence = sequence - 1;
        endPosition = first.chainedTo();
    }

    /**
     * The first segment, or the first behind some without frames: those a forget that was cut short has left, if what
     * comes behind them begins early enough, which {@link #begin} looks at.
     */
    private Segment firstWithFrames(Segment first) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).hasFrames()) {
                return segments.get(i);
            }
        }
        throw first.corruptFrame(SegmentLayout.FRAMES, "length", "no frame", "the first frame that is kept");
    }

    /** The later segment whose first frame continues the chain, or -1; files without frames are passed over. */
    private int findNext() {
        for (int i = segmentIndex + 1; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.hasFrames() && segment.chainedTo() == endPosition) {
                return i;
            }
        }
        return -1;
    }

    private void replay(long from, FrameVisitor visitor) {
        Segment segment = segments.get(segmentIndex);
        long address = segment.address + offset;
        frame.wrap(segment.file.name(), offset, address, lastSequence + 1);
        if (frame.firstSequence() != lastSequence + 1 || frame.commits() < 0) {
            throw segment.corruptFrame(offset, "firstSequence", frame.firstSequence(), lastSequence + 1);
        }
        lastSequence = frame.lastSequence();
        clean = frame.commits() == 0 && frame.next() && frame.kind() == FrameView.CLEAN_CLOSE;
        if (!clean && (frame.commits() == 0 || lastSequence > from)) {
            visitor.onFrame(frame.rewind());
        }
        if (FrameLayout.isAnchored(address)) {
            durablePosition = Math.max(durablePosition, AnchorLayout.DURABLE.get(FrameLayout.anchor(address)));
        }
        segment.markChained();
        offset += FrameLayout.length(address);
        endPosition = segment.firstPosition + offset;
    }

    /** Looks behind the hole. */
    private void judge() {
        if (segmentIndex < 0) {
            segmentIndex = 0;
            offset = SegmentLayout.FRAMES;
        }
        FrameView search = new FrameView();
        long budget = 0;
        for (int i = segmentIndex; i < segments.size(); i++) {
            budget += (long) SEARCHES_MAX * segments.get(i).bytes;
        }
        for (int i = segmentIndex; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            int at = behindZeros(segment, i == segmentIndex ? offset : SegmentLayout.FRAMES);
            while (at <= segment.bytes - FrameLayout.LENGTH) {
                long address = segment.address + at;
                int operations = FrameLayout.hasLength(address, segment.bytes - at) ? search.walk(address) : 0;
                budget -= operations > 0 ? FrameLayout.length(address) : -operations * OPERATION_COST;
                if (budget < 0) {
                    throw damaged("no more bytes that look like frames: the search ended at "
                            + segment.file.name() + ":" + at);
                }
                if (operations > 0 && segment.isFrame(at)) {
                    survivors = true;
                    witness(segment, at);
                    at += FrameLayout.length(address);
                } else {
                    at += FrameLayout.ALIGNMENT;
                }
                at = behindZeros(segment, at);
            }
        }
    }

    /**
     * The first place from {@code at} on where a frame can begin, all before it being zeros. Why it is a loop of its
     * own: behind most holes there is nothing else, and one this small is compiled soon, before an endpoint is up.
     */
    private static int behindZeros(Segment segment, int at) {
        long address = segment.address;
        int last = segment.bytes - Long.BYTES;
        int next = at;
        while (next <= last && UnsafeApi.getLong(address + next) == 0) {
            next += Long.BYTES;
        }
        return next;
    }

    /** @throws EngineException.Corrupt if a frame behind the hole says that the log was durable beyond it */
    private void witness(Segment segment, int at) {
        long address = segment.address + at;
        long durable = FrameLayout.isAnchored(address) ? AnchorLayout.DURABLE.get(FrameLayout.anchor(address)) : 0;
        if (durable > endPosition) {
            throw damaged("a valid frame, because the one at " + segment.file.name() + ":" + at
                    + " says the log was durable up to position " + durable);
        }
    }

    private EngineException.Corrupt damaged(String expected) {
        Segment segment = segments.get(segmentIndex);
        boolean inside = offset < segment.bytes - FrameLayout.LENGTH;
        Object found = inside ? "length " + FrameLayout.length(segment.address + offset) : "end of segment";
        return segment.corruptFrame(offset, "checksum", found, expected);
    }

    /** After a failure in {@link #load}: closes what it opened. */
    void close() {
        opened.forEach(Segment::close);
        opened.clear();
    }

    int segmentIndex() {
        return segmentIndex;
    }

    /** In that segment, where the next frame goes. */
    int offset() {
        return offset;
    }

    long endPosition() {
        return endPosition;
    }

    /** As frames have it, or the mark. */
    long durablePosition() {
        return Math.max(durablePosition, marked);
    }

    long lastSequence() {
        return lastSequence;
    }

    boolean isClean() {
        return clean;
    }

    /** Whether valid frames lie behind the hole. */
    boolean hasSurvivors() {
        return survivors;
    }
}
