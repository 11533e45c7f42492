package dev.dyno.bench.peers.bound;

import dev.dyno.api.memory.Memory;
import java.util.concurrent.locks.StampedLock;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Open addressing with linear probing. A slot is 16 bytes: the tag (the whole hash, made non-zero) and the address of
 * the record; tag 0 is free, a removed slot keeps {@link #REMOVED}. A record is key length, value length, key, value.
 *
 * <p>Readers take no lock: they read under a stamp and believe nothing before it is validated. S1: a length is
 * validated before it is used to read, so a stale one cannot lead outside the memory of the segment, which stays
 * mapped. Writers hold the lock; the lock's release publishes to validated stamps.
 */
final class Segment implements AutoCloseable {

    static final int COUNT = 64;

    private static final long REMOVED = -1;
    private static final int SLOT_BYTES = 16;
    private static final int FIRST_SLOTS = 256;
    private static final int HEAD_BYTES = 8;
    private static final int ABSENT = -1;

    private final StampedLock lock = new StampedLock();
    private final Records records;
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    /** Never unmapped before {@link #close}: all old tables together are no larger than the present one. */
    private long slots;
    private int mask;
    private int used;
    private int live;

    Segment(Memory memory, boolean hugePages) {
        records = new Records(memory, hugePages);
        slots = records.map((long) FIRST_SLOTS * SLOT_BYTES, "bound.slots").address();
        mask = FIRST_SLOTS - 1;
    }

    /** @return the length of the value, which was copied to the start of {@code out}, or -1 */
    int get(long hash, long key, int keyLength, ExpandableDirectByteBuffer out) {
        while (true) {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0) {
                int length = read(stamp, hash, key, keyLength, out);
                if (lock.validate(stamp)) {
                    return length;
                }
            }
            Thread.onSpinWait();
        }
    }

    private int read(long stamp, long hash, long key, int keyLength, ExpandableDirectByteBuffer out) {
        long tag = tag(hash);
        long table = slots;
        int last = mask;
        if (!lock.validate(stamp)) { // table and mask belong together
            return ABSENT;
        }
        int at = start(hash, last);
        for (int probes = 0; probes <= last; probes++, at = at + 1 & last) {
            long slot = table + (long) at * SLOT_BYTES;
            long found = UnsafeApi.getLong(slot);
            if (found == 0) {
                return ABSENT;
            }
            if (found == tag) {
                long record = UnsafeApi.getLong(slot + Long.BYTES);
                if (!lock.validate(stamp)) { // the slot may have been half written
                    return ABSENT;
                }
                int recordKey = UnsafeApi.getInt(record);
                int length = UnsafeApi.getInt(record + Integer.BYTES);
                if (!lock.validate(stamp)) { // S1
                    return ABSENT;
                }
                if (recordKey == keyLength && equal(record + HEAD_BYTES, key, keyLength)) {
                    out.checkLimit(length);
                    UnsafeApi.copyMemory(record + HEAD_BYTES + keyLength, out.addressOffset(), length);
                    return length;
                }
            }
        }
        return ABSENT;
    }

    void put(long hash, long key, int keyLength, DirectBuffer value, int offset, int length) {
        int capacity = Records.capacity(HEAD_BYTES + keyLength + length);
        long stamp = lock.writeLock();
        try {
            long slot = find(hash, key, keyLength);
            long record = slot == 0 ? 0 : UnsafeApi.getLong(slot + Long.BYTES);
            if (record == 0 || capacityOf(record) != capacity) {
                long fresh = records.take(capacity);
                UnsafeApi.putInt(fresh, keyLength);
                UnsafeApi.copyMemory(key, fresh + HEAD_BYTES, keyLength);
                if (record != 0) {
                    records.give(record, capacityOf(record));
                    UnsafeApi.putLong(slot + Long.BYTES, fresh);
                } else {
                    insert(hash, fresh);
                }
                record = fresh;
            }
            UnsafeApi.putInt(record + Integer.BYTES, length);
            target.wrap(record + HEAD_BYTES + keyLength, length);
            target.putBytes(0, value, offset, length);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    boolean remove(long hash, long key, int keyLength) {
        long stamp = lock.writeLock();
        try {
            long slot = find(hash, key, keyLength);
            if (slot == 0) {
                return false;
            }
            long record = UnsafeApi.getLong(slot + Long.BYTES);
            UnsafeApi.putLong(slot, REMOVED);
            records.give(record, capacityOf(record));
            live--;
            return true;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** @return the slot of the key, or 0. Called holding the lock. */
    private long find(long hash, long key, int keyLength) {
        long tag = tag(hash);
        for (int at = start(hash, mask);; at = at + 1 & mask) {
            long slot = slots + (long) at * SLOT_BYTES;
            long found = UnsafeApi.getLong(slot);
            if (found == 0) {
                return 0;
            }
            if (found == tag) {
                long record = UnsafeApi.getLong(slot + Long.BYTES);
                if (UnsafeApi.getInt(record) == keyLength && equal(record + HEAD_BYTES, key, keyLength)) {
                    return slot;
                }
            }
        }
    }

    private void insert(long hash, long record) {
        if (2 * (used + 1) > mask + 1) {
            rebuild();
        }
        place(tag(hash), record);
        used++;
        live++;
    }

    /** To the first slot that never was used: what was removed is swept out by {@link #rebuild}. */
    private void place(long tag, long record) {
        int at = start(tag, mask);
        while (UnsafeApi.getLong(slots + (long) at * SLOT_BYTES) != 0) {
            at = at + 1 & mask;
        }
        long slot = slots + (long) at * SLOT_BYTES;
        UnsafeApi.putLong(slot + Long.BYTES, record);
        UnsafeApi.putLong(slot, tag);
    }

    /** Twice the slots, or as many if most were of removed items. */
    private void rebuild() {
        long old = slots;
        int oldSlots = mask + 1;
        int newSlots = 4 * live > oldSlots ? 2 * oldSlots : oldSlots;
        slots = records.map((long) newSlots * SLOT_BYTES, "bound.slots").address();
        mask = newSlots - 1;
        used = live;
        for (int i = 0; i < oldSlots; i++) {
            long slot = old + (long) i * SLOT_BYTES;
            long tag = UnsafeApi.getLong(slot);
            if (tag != 0 && tag != REMOVED) {
                place(tag, UnsafeApi.getLong(slot + Long.BYTES));
            }
        }
    }

    private static int capacityOf(long record) {
        return Records.capacity(
                HEAD_BYTES + UnsafeApi.getInt(record) + UnsafeApi.getInt(record + Integer.BYTES));
    }

    /** The hash, but neither free nor removed; its high half, which picks the slot, is left alone. */
    private static long tag(long hash) {
        return hash == 0 || hash == REMOVED ? hash ^ 1 << 16 : hash;
    }

    private static int start(long hash, int mask) {
        return (int) (hash >>> Integer.SIZE) & mask;
    }

    private static boolean equal(long a, long b, int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (UnsafeApi.getLong(a + i) != UnsafeApi.getLong(b + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (UnsafeApi.getByte(a + i) != UnsafeApi.getByte(b + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        records.close();
    }
}
