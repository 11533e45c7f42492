package dev.dyno.streams.capture;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The end of a shard in memory: records are made here and written to the file together. Four buffers take turns: a full
 * one is written while the next fills, and the youngest records stay readable here after they were written, for readers
 * that follow closely: three quarters of a mebibyte at least, which is a thousand changes with both images of 256
 * bytes. A shard that gets less has less.
 *
 * <p>Why not through a writable mapping: a fresh page of a file costs a fault, and another each time the system has
 * written it back, which was more than the record itself; one write of many records costs a tenth of that. Why readers
 * look here first: these bytes never were on a disk, so they need no check.
 *
 * <p>Threads: the committing thread appends behind what readers see; all else moves what they see, and is called under
 * the shard's monitor, as readers read. What is to be written does not change, and stays until {@link #wrote}.
 */
final class Tail {

    private static final int BYTES_MAX = 256 << 10;
    private static final int PARTS = 4;
    /** All buffers together are at most so much of a shard. */
    private static final int SHARE = 2;

    private final Memory memory;
    private final int bytesEach;
    /** In a circle, of which {@link #youngest} is the last; each begins where the one before it ends. */
    private final Part[] parts = new Part[PARTS];
    private int youngest;
    /** All before are in the file. */
    private long written;

    /** One of the buffers, with what lies from a position on. */
    private static final class Part {
        private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        private Region[] region = {};
        private long start;

        private void release() {
            for (Region each : region) {
                each.close();
            }
            region = new Region[0];
            buffer.wrap(0, 0);
        }
    }

    Tail(Memory memory, long start, int shardBytes) {
        this.memory = memory;
        bytesEach = Math.min(BYTES_MAX, shardBytes / (SHARE * PARTS));
        Arrays.setAll(parts, each -> new Part());
        restart(start);
    }

    long written() {
        return written;
    }

    /** Nothing is here; what comes begins at a position, and all before is in the file. */
    void restart(long position) {
        written = position;
        for (Part part : parts) {
            part.start = position;
        }
    }

    /** What lies behind a position is given up. */
    void cut(long position) {
        if (position < parts[youngest].start) {
            assert written >= position : "position=" + position + ", written=" + written;
            restart(position);
        }
        written = Math.min(written, position);
    }

    /** Whether the record at a position is here. */
    boolean holds(long position) {
        return position >= parts[youngest + 1 & PARTS - 1].start;
    }

    /** Of a position that is here: the buffer and, with {@link #offset}, the place in it. */
    DirectBuffer buffer(long position) {
        return parts[part(position)].buffer;
    }

    int offset(long position) {
        return (int) (position - parts[part(position)].start);
    }

    /** How many bytes from a position on lie in one piece, up to an end. */
    long piece(long position, long end) {
        int part = part(position);
        return (part == youngest ? end : parts[part + 1 & PARTS - 1].start) - position;
    }

    /** Mostly the youngest, which the writer asks for. */
    private int part(long position) {
        int part = youngest;
        while (position < parts[part].start) {
            part = part - 1 & PARTS - 1;
        }
        return part;
    }

    /** Of a position that is here. */
    long address(long position) {
        Part part = parts[part(position)];
        return part.buffer.addressOffset() + (position - part.start);
    }

    boolean hasRoom(long newEnd) {
        return newEnd - parts[youngest].start <= parts[youngest].buffer.capacity();
    }

    /** Whether the oldest buffer, which would take over, has been written. */
    boolean canMakeRoom() {
        return parts[youngest + 2 & PARTS - 1].start <= written;
    }

    /** If it can: the oldest buffer takes over from the youngest, which ends here, for so many bytes at least. */
    void makeRoom(long end, int bytes) {
        youngest = youngest + 1 & PARTS - 1;
        Part next = parts[youngest];
        next.start = end;
        if (bytes > next.buffer.capacity()) {
            next.release();
            next.region = new Region[] {memory.map(Math.max(bytesEach, bytes), "change tail", false)};
            next.buffer.wrap(next.region[0].address(), Math.max(bytesEach, bytes));
        }
    }

    /** Where the buffers that are full end. */
    long fullEnd() {
        return parts[youngest].start;
    }

    /** How many bytes behind {@link #written}, up to an end, are to be written from {@link #address} on. */
    int unwritten(long end) {
        return written < end ? (int) piece(written, end) : 0;
    }

    /** They are in the file. */
    void wrote(int bytes) {
        written += bytes;
    }

    /** Gives the memory back; all must be written. */
    void release() {
        restart(written);
        for (Part part : parts) {
            part.release();
        }
    }
}
