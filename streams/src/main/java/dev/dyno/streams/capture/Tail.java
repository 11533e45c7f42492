package dev.dyno.streams.capture;

import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The end of a shard that is not in its file yet: records are made here and written together.
 *
 * <p>Why not through a writable mapping: a fresh page of a file costs a fault, and another each time the system has
 * written it back, which was more than the record itself; one write of many records costs a tenth of that.
 *
 * <p>Threads: the committing thread appends behind what readers see; {@link #write} and {@link #makeRoom} move what
 * they see, and are called under the shard's monitor, as readers read.
 */
final class Tail {

    private static final int BYTES = 64 << 10;

    private final Memory memory;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private Region[] region = {};
    /** The position of the first byte here: all before are in the file. */
    private long start;

    Tail(Memory memory, long start) {
        this.memory = memory;
        this.start = start;
    }

    long start() {
        return start;
    }

    /** Nothing is here; what comes begins at a position. */
    void restart(long position) {
        start = position;
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    int offset(long position) {
        return (int) (position - start);
    }

    long address(long position) {
        return buffer.addressOffset() + (position - start);
    }

    boolean hasRoom(long newEnd) {
        return newEnd - start <= buffer.capacity();
    }

    /** With nothing here: memory for so many bytes at least. */
    void makeRoom(int bytes) {
        if (bytes > buffer.capacity()) {
            release();
            region = new Region[] {memory.map(Math.max(BYTES, bytes), "change tail", false)};
            buffer.wrap(region[0].address(), Math.max(BYTES, bytes));
        }
    }

    /** Hands the bytes up to a position over to the file. @throws dev.dyno.api.EngineException.Full with all kept */
    void write(DiskFile file, long end) {
        if (end > start) {
            file.write(start, buffer.addressOffset(), (int) (end - start));
            start = end;
        }
    }

    /** Gives the memory back; nothing may be here. */
    void release() {
        for (Region each : region) {
            each.close();
        }
        region = new Region[0];
        buffer.wrap(0, 0);
    }
}
