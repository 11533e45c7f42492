package dev.dyno.cache.store;

import static dev.dyno.cache.store.EntryHeader.UNIT_BYTES;

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
 * thrown away; before that its length is held against the end of the memory. The index stands behind the entries, so
 * that a header that is not there does not lead out of it either.
 *
 * <p>The policy knows an entry by the number of its word in the index, so that neither needs a table of the other.
 *
 * <p>Invariants: E1 a word in the index points at a whole entry whose key has this bucket, and its slot is in use in
 * the policy; E2 the policy's weight is the sum of live strides.
 *
 * <p>Threads: every change holds the lock. Publication: entry, then word (release), pairs with word (acquire), copy,
 * fence, word. Lost: hits reported late for a slot that has another entry by then; they only mislead the policy.
 */
final class Shard {

    private static final int TRIES = 3;
    /** Entries of a segment that are looked for together. */
    private static final int GATHERED = 16;

    final ReentrantLock lock = new ReentrantLock();
    private final Buckets buckets;
    private final SegmentSpace space;
    private final Policy policy;
    private final long entries;
    /** Of the memory. */
    private final long end;
    private final Key scratch = new Key();
    private final int[] gathered = new int[GATHERED];
    private final long[] gatheredHashes = new long[GATHERED];
    /** Written only, so that the loads are not left out. */
    private long touched;
    private int size;
    private long evictedBytes;

    Shard(long address, StoreSize sizes, PolicyKind kind) {
        int places = sizes.placesPerShard();
        entries = address;
        space = new SegmentSpace(sizes.segments(), sizes.segmentBytes());
        buckets = new Buckets(address + sizes.shardEntryBytes(), places);
        end = address + sizes.shardBytes();
        policy = kind.create(places, sizes.shardCapacity(), this::strideOf);
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
                        into.hitSlots[into.hits] = buckets.slotOf(at);
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
        int lengths = EntryHeader.lengths(entry);
        int partition = key.partition().capacity();
        int sort = key.sort().capacity();
        int length = EntryHeader.valueLength(lengths);
        long from = entry + EntryHeader.length(lengths);
        long value = from + partition + sort;
        if (EntryHeader.table(entry, lengths) != table || EntryHeader.partitionLength(entry, lengths) != partition
                || EntryHeader.sortLength(entry, lengths) != sort || value + length > end
                || !sameBytes(from, key.partition(), partition) || !sameBytes(from + partition, key.sort(), sort)) {
            return false;
        }
        into.sequence = EntryHeader.sequence(entry, lengths);
        into.deadline = EntryLayout.DEADLINE.get(entry);
        into.negative = EntryHeader.isAbsent(lengths);
        into.copyFrom(value, length);
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
        policy.onHit(slot);
    }

    /** With the lock: puts an entry in the place of what is known of this key. The value must fit a segment. */
    void put(long hash, int table, Key key, DirectBuffer value, int offset, int length, long sequence, int deadline,
            boolean negative) {
        int partition = key.partition().capacity();
        int sort = key.sort().capacity();
        int header = EntryHeader.lengthFor(table, partition, sort, length, sequence);
        int stride = EntryHeader.stride(header + partition + sort + length);
        int unit = allocate(stride);
        long entry = entryAt(unit);
        EntryHeader.write(entry, header, table, partition, sort, length, sequence, deadline, negative);
        copyIn(entry + header, key.partition(), 0, partition);
        copyIn(entry + header + partition, key.sort(), 0, sort);
        copyIn(entry + header + partition + sort, value, offset, length);
        place(hash, table, key, unit, stride);
        while (policy.isOver()) {
            drop(policy.evict());
        }
    }

    private void place(long hash, int table, Key key, int unit, int stride) {
        long at = find(hash, table, key);
        long word = Buckets.word(hash, space.generationOf(unit), unit);
        if (at == 0) {
            at = freePlace(hash);
            Buckets.set(at, word);
            policy.onInsert(buckets.slotOf(at), hash, stride);
            size++;
        } else {
            int old = Buckets.unit(UnsafeApi.getLong(at));
            int was = EntryHeader.strideOf(entryAt(old));
            space.die(old, was);
            Buckets.set(at, word);
            policy.onUpdate(buckets.slotOf(at), was, stride);
        }
    }

    /** With the lock: forgets what is known of a key. */
    boolean remove(long hash, int table, Key key) {
        long at = find(hash, table, key);
        if (at == 0) {
            return false;
        }
        policy.onRemove(buckets.slotOf(at));
        forget(at);
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
                EntryHeader.keyAt(entry, scratch);
                if (tableAt(entry) == table && scratch.sameAs(key)) {
                    return at;
                }
            }
        }
        return 0;
    }

    private long freePlace(long hash) {
        long place = buckets.findFree(hash);
        if (place == 0) {
            place = Buckets.slotAddress(buckets.first(hash), (int) hash & Buckets.WORDS - 1);
            int slot = buckets.slotOf(place);
            evictedBytes += strideOf(slot);
            policy.onRemove(slot);
            forget(place);
        }
        return place;
    }

    /** The policy has forgotten the slot already. */
    private void drop(int slot) {
        evictedBytes += strideOf(slot);
        forget(buckets.addressOf(slot));
    }

    private void forget(long place) {
        int unit = Buckets.unit(UnsafeApi.getLong(place));
        space.die(unit, EntryHeader.strideOf(entryAt(unit)));
        Buckets.set(place, Buckets.NONE);
        size--;
    }

    /** Ends: each round gathers dead space, and when a round over all segments was not enough, an entry leaves. */
    private int allocate(int stride) {
        int rounds = 0;
        while (!space.hasRoom(stride)) {
            if (space.canOpen()) {
                space.openNext();
            } else {
                if (++rounds % space.segments() == 0) {
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
        int offset = 0;
        while (offset < end && space.liveOf(segment) > 0) {
            int count = 0;
            for (; count < GATHERED && offset < end; count++) {
                int unit = (int) ((start + offset) / UNIT_BYTES);
                gathered[count] = unit;
                gatheredHashes[count] = hashAt(entryAt(unit));
                offset += EntryHeader.strideOf(entryAt(unit));
            }
            touched = buckets.touch(gatheredHashes, count);
            for (int i = 0; i < count; i++) {
                moveIfAlive(gathered[i], gatheredHashes[i]);
            }
        }
        space.release(segment);
    }

    private void moveIfAlive(int unit, long hash) {
        long entry = entryAt(unit);
        long place = buckets.find(hash, Buckets.word(hash, space.generationOf(unit), unit));
        if (place == 0) {
            return;
        }
        int stride = EntryHeader.strideOf(entry);
        if (!space.hasRoom(stride)) {
            space.openNext();
        }
        int target = space.take(stride);
        UnsafeApi.copyMemory(entry, entryAt(target), stride);
        space.die(unit, stride);
        Buckets.set(place, Buckets.word(hash, space.generationOf(target), target));
    }

    private long entryAt(int unit) {
        return entries + Integer.toUnsignedLong(unit) * UNIT_BYTES;
    }

    /** The weight of a slot that is in use. */
    private int strideOf(int slot) {
        return EntryHeader.strideOf(entryAt(Buckets.unit(buckets.wordAt(slot))));
    }

    private long hashAt(long entry) {
        EntryHeader.keyAt(entry, scratch);
        return EntryStore.hash(tableAt(entry), scratch);
    }

    private static int tableAt(long entry) {
        return EntryHeader.table(entry, EntryHeader.lengths(entry));
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
}
