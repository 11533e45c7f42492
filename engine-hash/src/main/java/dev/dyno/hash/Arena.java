package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.memory.FreshMemory;
import dev.dyno.core.page.SlottedPage;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * Small pieces of one large off-heap region, by size classes: multiples of 16 up to 1 KiB, then powers of two up to a
 * page. Each class takes whole chunks and hands them out piece by piece; pieces given back are linked through their
 * first word. A piece must not be given back while a reader may see it: see {@link Retirement}.
 *
 * <p>Threads: the writer; while an engine opens, the loaders of index and order, which is what the lock is for.
 */
final class Arena implements AutoCloseable {

    static final int BYTES_MAX = 8192;
    private static final int STEP = 16;
    private static final int FINE_MAX = 1024;
    private static final int FINE_CLASSES = FINE_MAX / STEP + 1;
    static final int CLASSES = FINE_CLASSES + 14;
    /** Behind the last piece: a reader of a page that is being changed gets so far. */
    private static final int SLACK_BYTES = BYTES_MAX + SlottedPage.REACH_BYTES;

    /** This part of the region is kept for changes that are in the log already. */
    private static final int MARGIN_PART = 8;

    private final Region region;
    private final MemoryAhead ahead;
    private final FreshMemory fresh;
    private final long start;
    /** By size class: place of the first piece that was given back, or 0; where its chunk goes on, and ends. */
    private final long[] free = new long[CLASSES];
    private final long[] next = new long[CLASSES];
    private final long[] end = new long[CLASSES];
    private long nextChunk;
    private long usedBytes;

    Arena(Memory memory, HashOptions options, MemoryAhead ahead) {
        region = memory.map(options.indexBytes(), "hash order", options.hugePages());
        this.ahead = ahead;
        fresh = ahead.of(region);
        start = region.address();
        nextChunk = start + BYTES_MAX;
    }

    /** @return at least so many bytes; what is in them is not defined */
    synchronized long take(int bytes) {
        int sizeClass = sizeClass(bytes);
        int piece = classBytes(sizeClass);
        usedBytes += piece;
        if (free[sizeClass] != 0) {
            long given = address(free[sizeClass]);
            free[sizeClass] = UnsafeApi.getLong(given);
            return given;
        }
        if (end[sizeClass] - next[sizeClass] < piece) {
            next[sizeClass] = nextChunk;
            end[sizeClass] = nextChunk + BYTES_MAX;
            if (end[sizeClass] > start + region.bytes() - SLACK_BYTES) {
                throw new EngineException.Full("no memory for the index, open with more: option index-bytes="
                        + region.bytes(), null);
            }
            nextChunk += BYTES_MAX;
            ahead.used(fresh, nextChunk - start);
        }
        long fresh = next[sizeClass];
        next[sizeClass] += piece;
        return fresh;
    }

    /** @throws EngineException.Full if there may be too little for the largest group of changes */
    void requireRoom() {
        if (nextChunk > start + region.bytes() - region.bytes() / MARGIN_PART) {
            throw new EngineException.Full("no memory for the index, open with more: option index-bytes="
                    + region.bytes(), null);
        }
    }

    synchronized void give(long address, int bytes) {
        int sizeClass = sizeClass(bytes);
        usedBytes -= classBytes(sizeClass);
        UnsafeApi.putLong(address, free[sizeClass]);
        free[sizeClass] = place(address);
    }

    /** What finds memory for it, and for others that grow with it. */
    MemoryAhead ahead() {
        return ahead;
    }

    boolean contains(long address) {
        return address >= start && address < start + region.bytes();
    }

    /** A number for an address, never 0: what stands for it in the arena itself and in index entries. */
    long place(long address) {
        return address - start >>> 3;
    }

    long address(long place) {
        return start + (place << 3);
    }

    /** Bytes handed out. */
    long usedBytes() {
        return usedBytes;
    }

    /** Bytes of chunks. */
    long bytes() {
        return nextChunk - start;
    }

    /** What is handed out, what was given back, and what is left of chunks. */
    IndexImage.Area area() {
        return new IndexImage.Area(start + BYTES_MAX, nextChunk - start - BYTES_MAX);
    }

    /** For an image of the index: its size classes. */
    void encode(long address) {
        for (int i = 0; i < CLASSES; i++) {
            long at = address + (long) i * IndexClassLayout.LENGTH;
            IndexClassLayout.FREE.set(at, free[i]);
            IndexClassLayout.NEXT.set(at, next[i] == 0 ? 0 : place(next[i]));
            IndexClassLayout.CHUNK_END.set(at, end[i] == 0 ? 0 : place(end[i]));
        }
    }

    /** From an image, before anything is taken; the bytes are the caller's to bring. @return false if it has no room */
    boolean restore(long classes, long areaBytes, long handedOut) {
        if (areaBytes < 0 || areaBytes > region.bytes() - SLACK_BYTES - BYTES_MAX) {
            return false;
        }
        for (int i = 0; i < CLASSES; i++) {
            long at = classes + (long) i * IndexClassLayout.LENGTH;
            free[i] = IndexClassLayout.FREE.get(at);
            next[i] = IndexClassLayout.NEXT.get(at) == 0 ? 0 : address(IndexClassLayout.NEXT.get(at));
            end[i] = IndexClassLayout.CHUNK_END.get(at) == 0 ? 0 : address(IndexClassLayout.CHUNK_END.get(at));
        }
        nextChunk = start + BYTES_MAX + areaBytes;
        usedBytes = handedOut;
        return true;
    }

    /** Pieces that were given back become zeros but for their links: an image has nothing to say of them. */
    void zeroFree() {
        for (int sizeClass = 0; sizeClass < CLASSES; sizeClass++) {
            for (long place = free[sizeClass]; place != 0; place = UnsafeApi.getLong(address(place))) {
                UnsafeApi.setMemory(address(place) + Long.BYTES, classBytes(sizeClass) - Long.BYTES, (byte) 0);
            }
        }
    }

    /** Takes a restore back. */
    void clear() {
        Arrays.fill(free, 0);
        Arrays.fill(next, 0);
        Arrays.fill(end, 0);
        nextChunk = start + BYTES_MAX;
        usedBytes = 0;
    }

    private static int sizeClass(int bytes) {
        return bytes <= FINE_MAX ? (bytes + STEP - 1) / STEP
                : FINE_CLASSES + Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1);
    }

    private static int classBytes(int sizeClass) {
        return sizeClass < FINE_CLASSES ? sizeClass * STEP : 1 << sizeClass - FINE_CLASSES;
    }

    @Override
    public void close() {
        ahead.forget(fresh);
        region.close();
    }
}
