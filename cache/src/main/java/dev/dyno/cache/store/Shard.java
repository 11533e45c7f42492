package dev.dyno.cache.store;

import static dev.dyno.cache.store.EntryLayout.DEADLINE;
import static dev.dyno.cache.store.EntryLayout.HEADER_LENGTH;
import static dev.dyno.cache.store.EntryLayout.LENGTH;
import static dev.dyno.cache.store.EntryLayout.NEGATIVE;
import static dev.dyno.cache.store.EntryLayout.PARTITION_LENGTH;
import static dev.dyno.cache.store.EntryLayout.SEQUENCE;
import static dev.dyno.cache.store.EntryLayout.SLOT;
import static dev.dyno.cache.store.EntryLayout.SORT_LENGTH;
import static dev.dyno.cache.store.EntryLayout.SPACE;
import static dev.dyno.cache.store.EntryLayout.UNIT_BYTES;

import dev.dyno.api.Key;
import dev.dyno.cache.policy.Policy;
import dev.dyno.cache.policy.PolicyKind;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * One shard of a store: index, entries and policy under one lock; readers take no lock.
 *
 * <p>Reading: take a word (E1), copy what it points at, take the word again; equal means the copy is whole, because
 * entries do not change where they stand and a reused segment has another generation. What a torn read finds is
 * thrown away; before that its length is held against the greatest there is, and behind the last segment lies room for
 * one more such entry, so that it cannot lead out of the memory.
 *
 * <p>Invariants: E1 a word in the index points at a whole entry whose key has this bucket; E2 the unit of a slot in use
 * is its entry's, and no two entries share a slot; E3 the policy's weight is the sum of live strides.
 *
 * <p>Threads: every change holds the lock. Publication: entry, then word (release), pairs with word (acquire), copy,
 * fence, word. Lost: hits reported late for a slot that has another entry by then; they only mislead the policy.
 */
final class Shard {

    private static final int FREE_END = -1;
    private static final int TRIES = 3;

    final ReentrantLock lock = new ReentrantLock();
    private final Buckets buckets;
    private final SegmentSpace space;
    private final Policy policy;
    private final long entries;
    private final int entryBytesMax;
    /** Where a used slot's entry stands; for a free slot the next free one. */
    private final int[] units;
    private final boolean[] used;
    private final Key scratch = new Key();
    private int freeSlot;
    private int size;
    private long evictedBytes;

    Shard(long address, StoreSize sizes, PolicyKind kind) {
        int slots = sizes.slotsPerShard();
        buckets = new Buckets(address, slots);
        space = new SegmentSpace(StoreSize.SEGMENTS, sizes.segmentBytes());
        entries = address + Buckets.bytes(slots);
        entryBytesMax = sizes.entryBytesMax();
        policy = kind.create(slots, space.capacity());
        units = new int[slots];
        used = new boolean[slots];
        for (int slot = slots - 1, next = FREE_END; slot >= 0; next = slot--) {
            units[slot] = next;
        }
    }

    /** Copies what is known of a key. Without the lock. */
    boolean read(long hash, int table, Key key, EntryCopy into) {
        return readIn(buckets.first(hash), hash, table, key, into)
                || readIn(buckets.second(hash), hash, table, key, into);
    }

    private boolean readIn(long bucket, long hash, int table, Key key, EntryCopy into) {
        for (int i = 0; i < Buckets.WORDS; i++) {
            long at = Buckets.slotAddress(bucket, i);
            long word = UnsafeApi.getLongAcquire(null, at); // sees E1
            for (int tries = 0; tries < TRIES && Buckets.mayBe(word, hash); tries++) {
                boolean copied = copy(word, table, key, into);
                VarHandle.acquireFence();
                long again = UnsafeApi.getLong(at);
                if (again == word) {
                    if (copied) {
                        return true;
                    }
                    break;
                }
                word = UnsafeApi.getLongAcquire(null, at); // sees E1
            }
        }
        return false;
    }

    private boolean copy(long word, int table, Key key, EntryCopy into) {
        long entry = entryAt(Buckets.unit(word));
        int partition = PARTITION_LENGTH.get(entry);
        int sort = SORT_LENGTH.get(entry);
        int length = LENGTH.get(entry);
        int from = HEADER_LENGTH + partition + sort;
        int tableAndKind = SPACE.get(entry);
        if ((tableAndKind & ~NEGATIVE) != table || partition != key.partition().capacity()
                || sort != key.sort().capacity() || length < from || length > entryBytesMax
                || !sameBytes(entry + HEADER_LENGTH, key.partition(), partition)
                || !sameBytes(entry + HEADER_LENGTH + partition, key.sort(), sort)) {
            return false;
        }
        into.sequence = SEQUENCE.get(entry);
        into.deadline = DEADLINE.get(entry);
        into.negative = tableAndKind < 0;
        into.hitSlots[into.hits] = SLOT.get(entry);
        into.copyFrom(entry + from, length - from);
        return true;
    }

    private static boolean sameBytes(long address, DirectBuffer bytes, int length) {
        byte[] array = bytes.byteArray();
        long base = bytes.addressOffset();
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (UnsafeApi.getLong(address + i) != UnsafeApi.getLong(array, base + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (UnsafeApi.getByte(address + i) != UnsafeApi.getByte(array, base + i)) {
                return false;
            }
        }
        return true;
    }

    void hit(int slot) {
        if (slot >= 0 && slot < units.length) {
            policy.onHit(slot);
        }
    }

    /** With the lock: puts an entry in the place of what is known of this key. The value must fit a segment. */
    void put(long hash, int table, Key key, DirectBuffer value, int offset, int length, long sequence, int deadline,
            boolean negative) {
        int partition = key.partition().capacity();
        int sort = key.sort().capacity();
        int bytes = HEADER_LENGTH + partition + sort + length;
        int unit = allocate(EntryLayout.stride(bytes));
        long entry = entries + Integer.toUnsignedLong(unit) * UNIT_BYTES;
        SEQUENCE.set(entry, sequence);
        LENGTH.set(entry, bytes);
        DEADLINE.set(entry, deadline);
        SPACE.set(entry, negative ? table | NEGATIVE : table);
        PARTITION_LENGTH.set(entry, partition);
        SORT_LENGTH.set(entry, sort);
        copyIn(entry + HEADER_LENGTH, key.partition(), 0, partition);
        copyIn(entry + HEADER_LENGTH + partition, key.sort(), 0, sort);
        copyIn(entry + HEADER_LENGTH + partition + sort, value, offset, length);
        place(hash, table, key, unit, EntryLayout.stride(bytes));
        while (policy.isOver()) {
            drop(policy.evict());
        }
    }

    private void place(long hash, int table, Key key, int unit, int stride) {
        long at = find(hash, table, key);
        int slot;
        if (at == 0) {
            slot = freeSlot();
            at = freePlace(hash);
            policy.onInsert(slot, hash, stride);
            size++;
        } else {
            int old = Buckets.unit(UnsafeApi.getLong(at));
            slot = SLOT.get(entryAt(old));
            space.die(old, strideAt(old));
            policy.onUpdate(slot, stride);
        }
        units[slot] = unit;
        used[slot] = true;
        SLOT.set(entryAt(unit), slot);
        Buckets.set(at, Buckets.word(hash, space.generationOf(unit), unit));
    }

    /** With the lock: forgets what is known of a key. */
    boolean remove(long hash, int table, Key key) {
        long at = find(hash, table, key);
        if (at == 0) {
            return false;
        }
        int slot = SLOT.get(entryAt(Buckets.unit(UnsafeApi.getLong(at))));
        policy.onRemove(slot);
        forget(slot, at);
        return true;
    }

    private long find(long hash, int table, Key key) {
        long found = findIn(buckets.first(hash), hash, table, key);
        return found != 0 ? found : findIn(buckets.second(hash), hash, table, key);
    }

    private long findIn(long bucket, long hash, int table, Key key) {
        for (int i = 0; i < Buckets.WORDS; i++) {
            long at = Buckets.slotAddress(bucket, i);
            long word = UnsafeApi.getLong(at);
            if (Buckets.mayBe(word, hash)) {
                long entry = entryAt(Buckets.unit(word));
                keyAt(entry, scratch);
                if ((SPACE.get(entry) & ~NEGATIVE) == table && scratch.sameAs(key)) {
                    return at;
                }
            }
        }
        return 0;
    }

    private int freeSlot() {
        while (freeSlot == FREE_END) {
            drop(policy.evict());
        }
        int slot = freeSlot;
        freeSlot = units[slot];
        return slot;
    }

    private long freePlace(long hash) {
        long place = buckets.findFree(hash);
        if (place == 0) {
            place = Buckets.slotAddress(buckets.first(hash), (int) hash & Buckets.WORDS - 1);
            int slot = SLOT.get(entryAt(Buckets.unit(UnsafeApi.getLong(place))));
            policy.onRemove(slot);
            evictedBytes += strideAt(units[slot]);
            forget(slot, place);
        }
        return place;
    }

    /** The policy has forgotten the slot already. */
    private void drop(int slot) {
        long hash = hashAt(entryAt(units[slot]));
        evictedBytes += strideAt(units[slot]);
        forget(slot, buckets.find(hash, Buckets.word(hash, space.generationOf(units[slot]), units[slot])));
    }

    private void forget(int slot, long place) {
        Buckets.set(place, Buckets.NONE);
        space.die(units[slot], strideAt(units[slot]));
        units[slot] = freeSlot;
        used[slot] = false;
        freeSlot = slot;
        size--;
    }

    /** Ends: each round gathers dead space, and when a round over all segments was not enough, an entry leaves. */
    private int allocate(int stride) {
        int rounds = 0;
        while (!space.hasRoom(stride)) {
            if (space.canOpen()) {
                space.openNext();
            } else {
                if (++rounds % StoreSize.SEGMENTS == 0) {
                    drop(policy.evict());
                }
                gather();
            }
        }
        return space.take(stride);
    }

    /** Moves what is alive out of the segment that has least of it. */
    private void gather() {
        int segment = space.leastAlive();
        long start = space.start(segment);
        int end = space.fillOf(segment);
        for (int offset = 0; offset < end && space.liveOf(segment) > 0; ) {
            int unit = (int) ((start + offset) / UNIT_BYTES);
            long entry = entryAt(unit);
            int stride = strideAt(unit);
            int slot = SLOT.get(entry);
            if (used[slot] && units[slot] == unit) {
                move(unit, entry, stride, slot);
            }
            offset += stride;
        }
        space.release(segment);
    }

    private void move(int unit, long entry, int stride, int slot) {
        if (!space.hasRoom(stride)) {
            space.openNext();
        }
        long hash = hashAt(entry);
        long place = buckets.find(hash, Buckets.word(hash, space.generationOf(unit), unit));
        int target = space.take(stride);
        UnsafeApi.copyMemory(entry, entryAt(target), stride);
        space.die(unit, stride);
        units[slot] = target;
        Buckets.set(place, Buckets.word(hash, space.generationOf(target), target));
    }

    private long entryAt(int unit) {
        return entries + Integer.toUnsignedLong(unit) * UNIT_BYTES;
    }

    private int strideAt(int unit) {
        return EntryLayout.stride(LENGTH.get(entryAt(unit)));
    }

    private long hashAt(long entry) {
        keyAt(entry, scratch);
        return EntryStore.hash(SPACE.get(entry) & ~NEGATIVE, scratch);
    }

    static void keyAt(long entry, Key into) {
        int partition = PARTITION_LENGTH.get(entry);
        long key = entry + HEADER_LENGTH;
        into.wrap(key, partition, key + partition, SORT_LENGTH.get(entry));
    }

    private static void copyIn(long address, DirectBuffer source, int offset, int length) {
        UnsafeApi.copyMemory(source.byteArray(), source.addressOffset() + offset, null, address, length);
    }

    int size() {
        return size;
    }

    long liveBytes() {
        return policy.weight();
    }

    long evictedBytes() {
        return evictedBytes;
    }

    Buckets buckets() {
        return buckets;
    }

    long entryOf(long word) {
        return entryAt(Buckets.unit(word));
    }

    SegmentSpace space() {
        return space;
    }

    boolean isAt(int slot, int unit) {
        return slot >= 0 && slot < used.length && used[slot] && units[slot] == unit;
    }
}
