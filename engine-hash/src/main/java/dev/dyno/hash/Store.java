package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * All records, in segments; a record is named by its place: the number of its segment and its offset in words. The
 * table of bases says where each segment is now, so that one can move from memory to its file under its readers.
 *
 * <p>Threads: the writer; readers inside an epoch resolve places. Publication T1: the base of a segment is stored
 * before any entry that names a place in it, and stored anew before the old memory is retired: who loads either
 * finds memory that stays while it is inside its epoch.
 */
final class Store implements AutoCloseable {

    static final int OFFSET_BITS = 24;
    static final int OFFSET_SHIFT = 3;
    /** In a base: records are read from a file, and each is checked. */
    static final long COLD = 1;
    /** A read ahead of a record may touch so many bytes behind it. */
    static final int READ_AHEAD_BYTES = 4096;
    /** Of the table: base and end of a segment. */
    private static final int BASE_BYTES = 16;
    private static final int SEGMENTS_MAX = 1 << 24;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int IDLE_REGIONS_MAX = 4;

    private final Memory memory;
    private final HashOptions options;
    private final Retirement retirement;
    private final Region bases;
    private final long basesAddress;
    private final MemoryAhead ahead;
    private final Int2ObjectHashMap<Segment> segments = new Int2ObjectHashMap<>();
    private final List<Region> idle = new ArrayList<>();
    private Segment active;
    /** When the active segment is filled up to here, the next one's memory is asked for. */
    private int askAt = Integer.MAX_VALUE;
    private int nextId = 1;
    private long hotBytes;
    private long deadBytes;

    Store(Memory memory, HashOptions options, Retirement retirement, MemoryAhead ahead) {
        this.memory = memory;
        this.options = options;
        this.retirement = retirement;
        this.ahead = ahead;
        bases = memory.map((long) SEGMENTS_MAX * BASE_BYTES, "hash segment bases", false);
        basesAddress = bases.address();
    }

    /** The base of a place's segment, with {@link #COLD}. */
    long base(long place) {
        return UnsafeApi.getLongAcquire(null, basesAddress + (place >>> OFFSET_BITS) * BASE_BYTES); // sees T1
    }

    /** Where the records end of a segment that is read from its file. */
    int end(long place) {
        return (int) UnsafeApi.getLong(basesAddress + (place >>> OFFSET_BITS) * BASE_BYTES + Long.BYTES);
    }

    static long address(long base, long place) {
        return (base & ~COLD) + ((place & OFFSET_MASK) << OFFSET_SHIFT);
    }

    long address(long place) {
        return address(base(place), place);
    }

    static int segmentId(long place) {
        return (int) (place >>> OFFSET_BITS);
    }

    static int offset(long place) {
        return (int) (place & OFFSET_MASK) << OFFSET_SHIFT;
    }

    static long place(Segment segment, int offset) {
        return (long) segment.id << OFFSET_BITS | offset >> OFFSET_SHIFT;
    }

    /** Takes room for a record. @return its place, which no reader knows yet */
    long take(int bytes) {
        if (active == null || active.bytes - active.tail < bytes) {
            begin(bytes);
        }
        int offset = active.tail;
        active.tail += bytes;
        active.records++;
        if (active.tail >= askAt) {
            askAt = Integer.MAX_VALUE;
            ahead.askForRegion();
        }
        return place(active, offset);
    }

    private void begin(int bytes) {
        if (active != null) {
            active.sealed = true;
        }
        int needed = Math.max(options.segmentBytes(), SegmentLayout.RECORDS + bytes);
        if (nextId == SEGMENTS_MAX) {
            throw new EngineException.Full("no numbers left for segments: limit=" + SEGMENTS_MAX, null);
        }
        active = new Segment(nextId, needed, region(needed));
        askAt = needed / 2;
        nextId++;
        add(active);
    }

    static long regionBytes(int bytes) {
        return (long) bytes + READ_AHEAD_BYTES;
    }

    /** Memory of a segment, with room behind it for reads ahead. */
    Region region(int bytes) {
        if (bytes == options.segmentBytes() && !idle.isEmpty()) {
            return idle.removeLast();
        }
        Region ready = bytes == options.segmentBytes() ? ahead.takeRegion() : null;
        return ready != null ? ready : memory.map(regionBytes(bytes), "hash segment", options.hugePages());
    }

    /** A segment with its memory or its mapping. */
    void add(Segment segment) {
        segments.put(segment.id, segment);
        hotBytes += segment.isHot() ? segment.bytes : 0;
        rebase(segment);
    }

    private void rebase(Segment segment) {
        long base = segment.address | (segment.isHot() ? 0 : COLD);
        long at = basesAddress + (long) segment.id * BASE_BYTES;
        UnsafeApi.putLong(at + Long.BYTES, segment.tail);
        UnsafeApi.putLongRelease(null, at, base); // publishes T1
    }

    /** Most that are asked for are in the active one. */
    private Segment segmentOf(long place) {
        int id = segmentId(place);
        return active != null && active.id == id ? active : segments.get(id);
    }

    void markLive(long place, int bytes) {
        segmentOf(place).markLive(offset(place), bytes);
    }

    void markDead(long place, int bytes) {
        segmentOf(place).markDead(offset(place), bytes);
        deadBytes += bytes;
    }

    /** A record of a deleted item that an entry names from now on. */
    void addTombstone(long place) {
        segmentOf(place).tombstones++;
    }

    /** No entry names it any more. */
    void dropTombstone(long place) {
        segmentOf(place).tombstones--;
    }

    /** Bytes of records that died since open. */
    long deadBytes() {
        return deadBytes;
    }

    /** Whether a record may be changed where it lies: no file has it, and no checkpoint is about to write it. */
    boolean isMutable(long place) {
        return offset(place) >= segmentOf(place).boundary;
    }

    Segment segment(int id) {
        return segments.get(id);
    }

    /** By their numbers. */
    List<Segment> segments() {
        List<Segment> all = new ArrayList<>(segments.values());
        all.sort(Comparator.comparingInt(segment -> segment.id));
        return all;
    }

    Segment active() {
        return active;
    }

    /** Nothing is added to the active segment any more. */
    void seal() {
        if (active != null) {
            active.sealed = true;
            active = null;
        }
    }

    int nextId() {
        return nextId;
    }

    /** After a checkpoint was loaded. */
    void restore(int next) {
        nextId = next;
    }

    /** From now on a segment whose records are all in its file is read there. */
    void evict(Segment segment) {
        Region old = segment.region;
        segment.mapping = segment.file.map(0, segment.tail, false);
        segment.address = segment.mapping.address();
        segment.region = null;
        hotBytes -= segment.bytes;
        rebase(segment);
        retirement.retire(old.address(), old.bytes(), () -> release(old));
    }

    /** From now on a segment that was read from its file is read from memory. @param region that has its records */
    void warm(Segment segment, Region region) {
        DiskFile.Mapping old = segment.mapping;
        segment.region = region;
        segment.address = region.address();
        segment.mapping = null;
        hotBytes += segment.bytes;
        rebase(segment);
        retirement.retire(old.address(), old.length(), old::close);
    }

    /** Whether a record is what was written: those in memory are, those in files are looked at. */
    boolean isSound(long place) {
        long base = base(place);
        return (base & COLD) == 0 || Records.isWhole(address(base, place), end(place) - offset(place));
    }

    /** Whether some record that is live is in no file yet. */
    boolean hasUnflushed() {
        for (Segment segment : segments.values()) {
            if (segment.liveRecords > 0 && segment.flushed < segment.tail) {
                return true;
            }
        }
        return false;
    }

    /** No entry names a place in it any more. Its file is the caller's to delete. */
    void remove(Segment segment) {
        segments.remove(segment.id);
        Region region = segment.region;
        if (region != null) {
            hotBytes -= segment.bytes;
            retirement.retire(region.address(), region.bytes(), () -> release(region));
        }
        DiskFile.Mapping mapping = segment.mapping;
        DiskFile file = segment.file;
        if (mapping != null) {
            retirement.retire(mapping.address(), mapping.length(), () -> {
                mapping.close();
                file.close();
            });
        } else if (file != null) {
            file.close();
        }
    }

    private void release(Region region) {
        if (region.bytes() == regionBytes(options.segmentBytes()) && idle.size() < IDLE_REGIONS_MAX) {
            idle.add(region);
        } else {
            region.close();
        }
    }

    /** Bytes of segments in memory. */
    long hotBytes() {
        return hotBytes;
    }

    @Override
    public void close() {
        for (Segment segment : segments.values()) {
            if (segment.region != null) {
                segment.region.close();
            }
            if (segment.mapping != null) {
                segment.mapping.close();
            }
            if (segment.file != null) {
                segment.file.close();
            }
        }
        segments.clear();
        idle.forEach(Region::close);
        idle.clear();
        bases.close();
    }
}
