package dev.dyno.hash;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.memory.FreshMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;
import org.agrona.UnsafeApi;

/**
 * A hash table of entries by linear hashing: it grows by one bucket at a time, so no insert ever waits for a table to
 * be rebuilt.
 *
 * <p>A bucket is one cache line: seven entries and the place of an overflow bucket, or 0. An entry is the 16 high
 * bits of a hash (its tag) and, below them, 48 bits that say where; 0 is free. For items these are the number of a
 * segment (24 bits) and the offset in it in words (24 bits), for partitions a place in the arena. With n buckets the
 * hash h is in bucket h modulo the smallest power of two that is at least n, or, if there is no such bucket yet, modulo
 * half of it; bucket n is made by splitting the one that holds its entries.
 *
 * <p>Invariants
 * <ul>
 * <li>B1 an entry is in the chain of the bucket that its hash belongs to
 * <li>B2 a chain has no empty overflow bucket behind a split of it
 * </ul>
 *
 * <p>Threads: one writer, any number of readers inside an epoch. The state is the number of buckets and a count of
 * changes, which is odd while a split moves entries. Publication H1: the writer stores entries with release, so a
 * reader that sees one sees what it says where; H2: a reader that finds nothing looks at the state again and believes
 * itself only if it is the same and even, because entries may have moved past it. A reader that finds something
 * believes it at once.
 *
 * <p>Sources: Litwin, Linear Hashing, VLDB 1980; the entry of tag and address is FASTER's (Chandramouli et al., SIGMOD
 * 2018).
 */
final class Buckets implements AutoCloseable {

    static final int SLOTS = 7;
    static final int BUCKET_BYTES = 64;
    static final int ENTRY_BYTES = 8;
    static final int NEXT = SLOTS * ENTRY_BYTES;
    static final int TAG_SHIFT = 48;
    static final long PLACE_MASK = (1L << TAG_SHIFT) - 1;
    private static final int COUNT_SHIFT = 24;
    private static final long CHANGES_MASK = (1L << COUNT_SHIFT) - 1;

    /** Says the low half of the hash of what an entry stands for. */
    interface Hashes {
        /** @return {@link #UNKNOWN} if it cannot be read */
        long hash(long place);
    }

    static final long UNKNOWN = -1;

    private static final VarHandle STATE = stateHandle();

    private final Region region;
    private final long address;
    private final FreshMemory fresh;
    private final Arena arena;
    private final Retirement retirement;
    private final Hashes hashes;
    private final int loadPercent;
    private final long countMax;
    private volatile long state = 1L << COUNT_SHIFT;
    private long count = 1;
    private long entries;
    private long overflows;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    Buckets(Memory memory, Arena arena, Retirement retirement, HashOptions options, Hashes hashes) {
        this.arena = arena;
        this.retirement = retirement;
        this.hashes = hashes;
        loadPercent = options.indexLoadPercent();
        region = memory.map(options.indexBytes(), "hash buckets", options.hugePages());
        address = region.address();
        fresh = arena.ahead().of(region);
        countMax = Math.min(1L << Integer.SIZE, region.bytes() / BUCKET_BYTES);
    }

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Buckets.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** To be looked at before a search, and behind one that found nothing. */
    long state() {
        return state; // sees H2
    }

    /** Whether a search that found nothing may have missed what was moved meanwhile. */
    boolean hasMoved(long before) {
        UnsafeApi.loadFence();
        return (before & 1) != 0 || state != before; // sees H2
    }

    static long count(long state) {
        return state >>> COUNT_SHIFT;
    }

    /** The address of the bucket that a hash belongs to. */
    long bucket(long hash, long atState) {
        return address + index(hash, count(atState)) * BUCKET_BYTES;
    }

    static long index(long hash, long count) {
        long half = Long.highestOneBit(count);
        long low = hash & 0xffff_ffffL;
        long index = low & 2 * half - 1;
        return index < count ? index : low & half - 1;
    }

    static long entry(long bucket, int slot) {
        return UnsafeApi.getLongAcquire(null, bucket + (long) slot * ENTRY_BYTES); // sees H1
    }

    /**
     * The place in the first entry of a bucket that has a hash's tag, or 0. Which slot that is nobody can foretell, so
     * the processor is not asked to: every slot is compared, without branches.
     */
    static long candidate(long bucket, long hash) {
        int matches = 1 << SLOTS;
        for (int i = 0; i < SLOTS; i++) {
            long differs = (entry(bucket, i) ^ hash) >>> TAG_SHIFT;
            matches |= (int) (differs - 1 >>> Long.SIZE - 1) << i;
        }
        int slot = Integer.numberOfTrailingZeros(matches);
        return slot == SLOTS ? 0 : entry(bucket, slot) & PLACE_MASK;
    }

    /** The overflow bucket behind a bucket, or 0. */
    long next(long bucket) {
        long place = UnsafeApi.getLongAcquire(null, bucket + NEXT); // sees H1
        return place == 0 ? 0 : arena.address(place);
    }

    static void set(long slot, long hash, long place) {
        UnsafeApi.putLongRelease(null, slot, hash & ~PLACE_MASK | place); // publishes H1
    }

    /** Brings the bucket of a hash into the cache. @return what it found there, to keep the load alive */
    long touch(long hash) {
        return UnsafeApi.getLong(bucket(hash, state));
    }

    /** By the writer. */
    void add(long hash, long place) {
        set(freeSlot(bucket(hash, state)), hash, place);
        entries++;
        if (entries * 100 > count * SLOTS * loadPercent && count < countMax) {
            split();
        }
    }

    /** The slot of the entry with a place, which must be there. By the writer. */
    long slotOf(long hash, long place) {
        for (long bucket = bucket(hash, state); bucket != 0; bucket = next(bucket)) {
            for (int i = 0; i < SLOTS; i++) {
                if ((entry(bucket, i) & PLACE_MASK) == place) {
                    return bucket + (long) i * ENTRY_BYTES;
                }
            }
        }
        throw new AssertionError("an item that was found has no entry (B1): place=" + place);
    }

    /** By the writer. @param slot address of an entry */
    void remove(long slot) {
        UnsafeApi.putLongRelease(null, slot, 0);
        entries--;
    }

    private long freeSlot(long bucket) {
        long at = bucket;
        while (true) {
            for (int i = 0; i < SLOTS; i++) {
                if (UnsafeApi.getLong(at + (long) i * ENTRY_BYTES) == 0) {
                    return at + (long) i * ENTRY_BYTES;
                }
            }
            long next = next(at);
            if (next == 0) {
                next = arena.take(BUCKET_BYTES);
                UnsafeApi.setMemory(next, BUCKET_BYTES, (byte) 0);
                UnsafeApi.putLongRelease(null, at + NEXT, arena.place(next)); // publishes H1
                overflows++;
            }
            at = next;
        }
    }

    private void split() {
        long bit = Long.highestOneBit(count);
        long from = address + (count - bit) * BUCKET_BYTES;
        long to = address + count * BUCKET_BYTES;
        long before = state;
        STATE.setRelease(this, before + 1); // publishes H2; only stores follow
        UnsafeApi.storeFence();
        boolean chained = next(from) != 0;
        for (long at = from; at != 0; at = next(at)) {
            for (int i = 0; i < SLOTS; i++) {
                long slot = at + (long) i * ENTRY_BYTES;
                long entry = UnsafeApi.getLong(slot);
                long hash = entry == 0 ? 0 : hashes.hash(entry & PLACE_MASK);
                if ((hash & bit) != 0) {
                    UnsafeApi.putLongRelease(null, freeSlot(to), entry);
                    if (hash != UNKNOWN) {
                        UnsafeApi.putLongRelease(null, slot, 0);
                    } else {
                        entries++; // whoever looks in either bucket meets the damage
                    }
                }
            }
        }
        if (chained) {
            shorten(from);
        }
        count++;
        arena.ahead().used(fresh, count * BUCKET_BYTES);
        STATE.setRelease(this, count << COUNT_SHIFT | before + 2 & CHANGES_MASK); // publishes H2
        touchNext();
    }

    /** What the next split looks at is asked for now: it will be there by then. */
    private void touchNext() {
        long bucket = address + (count - Long.highestOneBit(count)) * BUCKET_BYTES;
        long sum = 0;
        for (int i = 0; i < SLOTS; i++) {
            long entry = UnsafeApi.getLong(bucket + (long) i * ENTRY_BYTES);
            sum += entry == 0 ? 0 : hashes.hash(entry & PLACE_MASK);
        }
        touched = sum;
    }

    /** Moves entries to the front of a chain and drops what is empty behind it. */
    private void shorten(long bucket) {
        for (long at = next(bucket); at != 0; at = next(at)) {
            for (int i = 0; i < SLOTS; i++) {
                long slot = at + (long) i * ENTRY_BYTES;
                long entry = UnsafeApi.getLong(slot);
                if (entry != 0) {
                    long free = freeSlot(bucket);
                    if (!isInChain(bucket, at, free)) {
                        continue;
                    }
                    UnsafeApi.putLongRelease(null, free, entry);
                    UnsafeApi.putLongRelease(null, slot, 0);
                }
            }
        }
        long last = bucket;
        for (long at = bucket; at != 0; at = next(at)) {
            last = isEmpty(at) ? last : at;
        }
        long at = next(last);
        UnsafeApi.putLongRelease(null, last + NEXT, 0);
        while (at != 0) {
            long next = next(at);
            retirement.retire(at, BUCKET_BYTES);
            overflows--;
            at = next;
        }
    }

    /** Whether a slot lies before the bucket {@code end} in the chain. */
    private boolean isInChain(long bucket, long end, long slot) {
        for (long at = bucket; at != end; at = next(at)) {
            if (slot >= at && slot < at + NEXT) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEmpty(long bucket) {
        for (int i = 0; i < SLOTS; i++) {
            if (UnsafeApi.getLong(bucket + (long) i * ENTRY_BYTES) != 0) {
                return false;
            }
        }
        return true;
    }

    /** By the writer. */
    void forEachPlace(LongConsumer action) {
        for (long i = 0; i < count; i++) {
            for (long bucket = address + i * BUCKET_BYTES; bucket != 0; bucket = next(bucket)) {
                for (int slot = 0; slot < SLOTS; slot++) {
                    long place = entry(bucket, slot) & PLACE_MASK;
                    if (place != 0) {
                        action.accept(place);
                    }
                }
            }
        }
    }

    /** By the writer: makes all buckets that so many entries will need, while there are none. */
    void expect(long more) {
        long needed = Math.min(countMax, more * 100 / (SLOTS * loadPercent) + 1);
        if (entries == 0 && needed > count) {
            count = needed;
            state = count << COUNT_SHIFT | state + 2 & CHANGES_MASK; // publishes H2
        }
    }

    /** By the writer. */
    long entries() {
        return entries;
    }

    /** By the writer. */
    long overflows() {
        return overflows;
    }

    /** By the writer: bytes of buckets and overflow buckets. */
    long bytes() {
        return (count + overflows) * BUCKET_BYTES;
    }

    /** Those that are not overflow buckets. */
    IndexImage.Area area() {
        return new IndexImage.Area(address, count * BUCKET_BYTES);
    }

    /** For an image of the index. */
    void encode(long at) {
        IndexBucketsLayout.BUCKETS.set(at, count);
        IndexBucketsLayout.ENTRIES.set(at, entries);
        IndexBucketsLayout.OVERFLOWS.set(at, overflows);
    }

    /** From an image; the bytes are the caller's to bring. @return false if there is no room */
    boolean restore(long at) {
        long buckets = IndexBucketsLayout.BUCKETS.get(at);
        if (buckets < 1 || buckets > countMax) {
            return false;
        }
        count = buckets;
        entries = IndexBucketsLayout.ENTRIES.get(at);
        overflows = IndexBucketsLayout.OVERFLOWS.get(at);
        state = count << COUNT_SHIFT | state + 2 & CHANGES_MASK; // publishes H2
        return true;
    }

    /** Takes a restore back. */
    void clear() {
        UnsafeApi.setMemory(address, count * BUCKET_BYTES, (byte) 0);
        count = 1;
        entries = 0;
        overflows = 0;
        state = 1L << COUNT_SHIFT;
    }

    /** By the writer: gives everything back when no reader can see it. */
    void retire() {
        for (long i = 0; overflows > 0 && i < count; i++) {
            long at = next(address + i * BUCKET_BYTES);
            while (at != 0) {
                retirement.retire(at, BUCKET_BYTES);
                overflows--;
                at = next(at);
            }
        }
        retirement.retire(address, bytes(), this::close);
    }

    /** Nobody may see it any more; overflow buckets stay in the arena until it closes. */
    @Override
    public void close() {
        arena.ahead().forget(fresh);
        region.close();
    }
}
