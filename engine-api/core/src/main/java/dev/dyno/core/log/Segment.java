package dev.dyno.core.log;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Region;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One file of the log, mapped for as long as the log keeps it.
 *
 * <p>Threads: the log's writer; {@link #create} also by the background job, for the spare; {@link #syncAhead} beside.
 */
final class Segment implements AutoCloseable {

    private static final String FOLDER = "log/";
    private static final String SUFFIX = ".log";
    /** A segment in the making: without a {@code .log} name it is not part of the log. */
    static final String UNFINISHED = FOLDER + "next.tmp";

    final long number;
    final long firstPosition;
    final int bytes;
    final long salt;
    final long engineId;
    final DiskFile file;
    final long address;
    private final DiskFile.Mapping mapping;
    private final ReentrantLock syncing = new ReentrantLock();
    /** With {@code syncing} held: what a sync failed of. */
    private RuntimeException lost;
    /** Guarded by this. */
    private int populated;
    private boolean closed;
    private boolean dirty;
    private boolean chained;

    private Segment(DiskFile file, long engineId, long number, long firstPosition, int bytes, long salt) {
        this.engineId = engineId;
        this.number = number;
        this.firstPosition = firstPosition;
        this.bytes = bytes;
        this.salt = salt;
        this.file = file;
        mapping = file.map(0, bytes, true);
        address = mapping.address();
    }

    static String fileName(long number) {
        return FOLDER + String.format("%016x", number) + SUFFIX;
    }

    static boolean isSegment(String name) {
        return name.length() == FOLDER.length() + 16 + SUFFIX.length() && name.startsWith(FOLDER)
                && name.endsWith(SUFFIX);
    }

    /** The number in a file's name, or -1 if there is none. */
    static long numberOf(String name) {
        try {
            return Long.parseLong(name.substring(FOLDER.length(), name.length() - SUFFIX.length()), 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Makes a segment, durably and under its name only when it is whole (R1).
     *
     * @param reuse a segment file to take instead of a new one, or "" for none; its bytes need no zeros, because the
     *     salt tells old frames from new
     */
    static Segment create(Disk disk, FileHeader header, Region page, long number, long firstPosition, int bytes,
            LogOptions.Fill fill, String reuse) {
        if (reuse.isEmpty()) {
            if (disk.exists(UNFINISHED)) {
                disk.delete(UNFINISHED);
            }
        } else {
            disk.rename(reuse, UNFINISHED);
            disk.syncDirectory();
        }
        try (DiskFile file = reuse.isEmpty() ? disk.create(UNFINISHED) : disk.open(UNFINISHED)) {
            if (reuse.isEmpty() && fill == LogOptions.Fill.ZEROS) {
                file.zeroFill(0, bytes);
            } else if (reuse.isEmpty()) {
                file.reserve(bytes);
            }
            writeHeader(file, header, page, number, firstPosition, bytes);
            file.sync();
        } catch (EngineException.Full e) {
            if (disk.exists(UNFINISHED)) { // not if there was no space even for its name
                disk.delete(UNFINISHED); // what is half made must not keep the disk full
            }
            throw e;
        }
        disk.rename(UNFINISHED, fileName(number));
        disk.syncDirectory();
        return new Segment(disk.open(fileName(number)), header.engineId(), number, firstPosition, bytes,
                salt(header.engineId(), number));
    }

    private static void writeHeader(
            DiskFile file, FileHeader header, Region page, long number, long firstPosition, int bytes) {
        UnsafeBuffer buffer = new UnsafeBuffer(page.address(), SegmentLayout.FRAMES);
        buffer.setMemory(0, SegmentLayout.FRAMES, (byte) 0);
        header.encode(buffer, 0);
        long fields = page.address() + SegmentLayout.OFFSET;
        SegmentLayout.NUMBER.set(fields, number);
        SegmentLayout.FIRST_POSITION.set(fields, firstPosition);
        SegmentLayout.SALT.set(fields, salt(header.engineId(), number));
        SegmentLayout.SEGMENT_BYTES.set(fields, bytes);
        SegmentLayout.CHECKSUM.set(fields, checksum(fields));
        file.write(0, page.address(), SegmentLayout.FRAMES);
    }

    /** Opens a segment and checks its header. */
    static Segment open(Disk disk, String name, String engine, Region page) {
        DiskFile file = disk.open(name);
        try {
            return read(file, engine, page);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Segment read(DiskFile file, String engine, Region page) {
        FileHeader header = FileHeader.read(file, new UnsafeBuffer(page.address(), SegmentLayout.FRAMES))
                .expect(file.name(), engine, SegmentLayout.KIND, SegmentLayout.VERSION, SegmentLayout.VERSION);
        long fields = page.address() + SegmentLayout.OFFSET;
        int read = file.read(SegmentLayout.OFFSET, fields, SegmentLayout.LENGTH);
        if (read < SegmentLayout.LENGTH) {
            throw SegmentLayout.LAYOUT.corrupt(file.name(), SegmentLayout.OFFSET, SegmentLayout.NUMBER,
                    read + " bytes", SegmentLayout.LENGTH + " bytes");
        }
        int checksum = SegmentLayout.CHECKSUM.get(fields);
        if (checksum != checksum(fields)) {
            throw SegmentLayout.LAYOUT.corrupt(file.name(), SegmentLayout.OFFSET, SegmentLayout.CHECKSUM,
                    Integer.toHexString(checksum), Integer.toHexString(checksum(fields)));
        }
        int bytes = SegmentLayout.SEGMENT_BYTES.get(fields);
        if (bytes < SegmentLayout.FRAMES || bytes != file.size()) {
            throw SegmentLayout.LAYOUT.corrupt(file.name(), SegmentLayout.OFFSET, SegmentLayout.SEGMENT_BYTES,
                    bytes, file.size() + " (size of the file)");
        }
        long number = SegmentLayout.NUMBER.get(fields);
        if (number != numberOf(file.name())) {
            throw SegmentLayout.LAYOUT.corrupt(file.name(), SegmentLayout.OFFSET, SegmentLayout.NUMBER,
                    Long.toHexString(number), "the number in the file's name");
        }
        return new Segment(file, header.engineId(), number, SegmentLayout.FIRST_POSITION.get(fields), bytes,
                SegmentLayout.SALT.get(fields));
    }

    /** Whether a frame begins at this offset. */
    boolean isFrame(int offset) {
        return FrameLayout.isValid(address + offset, bytes - offset, firstPosition + offset, salt);
    }

    /** Of its first frame, if it has one (F2). */
    long firstSequence() {
        return AnchorLayout.FIRST_SEQUENCE.get(FrameLayout.anchor(address + SegmentLayout.FRAMES));
    }

    /** Whether it has a frame at its beginning, which every segment with frames has. */
    boolean hasFrames() {
        return isFrame(SegmentLayout.FRAMES) && FrameLayout.isAnchored(address + SegmentLayout.FRAMES);
    }

    /** Where the frame before its first one ends, in the log. */
    long chainedTo() {
        long gap = Integer.toUnsignedLong(AnchorLayout.GAP.get(FrameLayout.anchor(address + SegmentLayout.FRAMES)));
        return firstPosition + SegmentLayout.FRAMES - gap;
    }

    long endPosition() {
        return firstPosition + bytes;
    }

    boolean follows(Segment before) {
        return number == before.number + 1 && firstPosition == before.endPosition();
    }

    /** It has a frame of the chain, not only what a power cut left behind a hole. */
    void markChained() {
        chained = true;
    }

    boolean isChained() {
        return chained;
    }

    /** It has frames, and none of the chain. */
    boolean isCut() {
        return !chained && hasFrames();
    }

    void markDirty() {
        dirty = true;
    }

    /** It gets no more frames, and those it has are durable. */
    void markClean() {
        dirty = false;
    }

    boolean isDirty() {
        return dirty;
    }

    /** Beside the writer: asks once for the pages between two positions of the log, as far as they are its own. */
    synchronized void populate(long from, long to) {
        int begin = Math.max(populated, offset(from));
        int end = offset(to);
        if (end > begin && !closed) {
            mapping.populate(begin, end - begin);
            populated = end;
        }
    }

    /** Whether {@link #populate} does anything. */
    boolean populates() {
        return mapping.populates();
    }

    /** Of the page of a position. */
    private int offset(long position) {
        return Math.clamp(position - firstPosition, 0, bytes) & -SegmentLayout.FRAMES;
    }

    /** Everything stored before the call is durable after it. By the writer. */
    void sync() {
        syncAhead();
        dirty = false;
    }

    /**
     * As {@link #sync}, beside the writer, to whom it stays dirty.
     *
     * <p>One at a time, and none behind one that failed: the kernel tells of a write that it lost once, to whoever asks
     * first (R4).
     */
    void syncAhead() {
        syncing.lock();
        try {
            if (lost != null) {
                throw lost;
            }
            file.sync();
        } catch (RuntimeException e) {
            lost = e;
            throw e;
        } finally {
            syncing.unlock();
        }
    }

    /** The error for a frame that is not what it must be. */
    EngineException.Corrupt corruptFrame(int offset, String field, Object found, Object expected) {
        return new EngineException.Corrupt(
                file.name(), offset, FrameLayout.LAYOUT.toString(), field, found, expected);
    }

    @Override
    public synchronized void close() {
        closed = true;
        mapping.close();
        file.close();
    }

    private static int checksum(long fields) {
        return Crc32c.INSTANCE.compute(fields, 0, SegmentLayout.CHECKSUM.offset());
    }

    /** A number is never used twice, so neither is a salt. The mixer is SplitMix64's (Steele, Lea, Flood, 2014). */
    private static long salt(long engineId, long number) {
        long z = engineId + number * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
