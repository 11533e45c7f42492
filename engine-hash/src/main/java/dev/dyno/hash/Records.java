package dev.dyno.hash;

import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/** Operations on records at raw addresses; see {@link RecordLayout}. Threads: none of its own. */
final class Records {

    /** Stands for the sequence of a record that is being replaced in place. */
    static final long REPLACING = -1;
    private static final int ALIGNMENT = 8;
    private static final int BYTES_MIN = 32;
    private static final int CHECKSUM_END = 16;
    private static final int LENGTHS = 24;

    private Records() {
    }

    /** Bytes of a record, padded. */
    static int bytes(int keyLength, int valueLength, boolean hasPrevious) {
        int bytes = RecordLayout.LENGTH + keyLength + valueLength;
        bytes = bytes + ALIGNMENT - 1 & -ALIGNMENT;
        return Math.max(BYTES_MIN, hasPrevious ? bytes + Long.BYTES : bytes);
    }

    static int bytes(long record) {
        int value = RecordLayout.VALUE.get(record);
        return bytes(keyLength(record), value & RecordLayout.LENGTH_MASK, (value & RecordLayout.HAS_PREVIOUS) != 0);
    }

    static int keyLength(long record) {
        return RecordLayout.PARTITION_LENGTH.get(record) + RecordLayout.SORT_LENGTH.get(record);
    }

    static long key(long record) {
        return record + RecordLayout.LENGTH;
    }

    static int valueLength(long record) {
        return RecordLayout.VALUE.get(record) & RecordLayout.LENGTH_MASK;
    }

    static long value(long record) {
        return record + RecordLayout.LENGTH + keyLength(record);
    }

    static boolean isDeleted(long record) {
        return (RecordLayout.VALUE.get(record) & RecordLayout.DELETED) != 0;
    }

    static boolean hasPrevious(long record) {
        return (RecordLayout.VALUE.get(record) & RecordLayout.HAS_PREVIOUS) != 0;
    }

    /** Place of the version before, or 0. */
    static long previous(long record) {
        return hasPrevious(record) ? UnsafeApi.getLong(record + bytes(record) - Long.BYTES) : 0;
    }

    /** Writes everything but the value. @param flags of the value field */
    static void write(long record, Probe probe, int tableId, long sequence, int valueLength, int flags) {
        RecordLayout.SEQUENCE.set(record, sequence);
        RecordLayout.HASH.set(record, (int) probe.hash);
        RecordLayout.CHECKSUM.set(record, 0);
        RecordLayout.TABLE_ID.set(record, tableId);
        RecordLayout.VALUE.set(record, valueLength | flags);
        UnsafeApi.putInt(record + LENGTHS, probe.lengths);
        KeyBytes.copy(probe.address, record + RecordLayout.LENGTH, probe.length);
    }

    /** By the writer, in place: readers wait for the sequence. */
    static void replace(long record, long sequence, long value, int valueLength) {
        int flags = RecordLayout.VALUE.get(record) & RecordLayout.HAS_PREVIOUS; // it stays where it is
        RecordLayout.SEQUENCE.set(record, REPLACING);
        UnsafeApi.storeFence();
        RecordLayout.VALUE.set(record, valueLength | flags);
        KeyBytes.copy(value, value(record), valueLength);
        RecordLayout.SEQUENCE.setRelease(record, sequence); // publishes Q1, see HashIndex
    }

    static void previous(long record, long place) {
        UnsafeApi.putLong(record + bytes(record) - Long.BYTES, place);
    }

    /** Whether it is a version of the item looked for. */
    static boolean isOf(long record, Probe probe) {
        return UnsafeApi.getInt(record + LENGTHS) == probe.lengths
                && equal(record + RecordLayout.LENGTH, probe.address, probe.length);
    }

    static boolean equal(long a, long b, int length) {
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

    static int checksum(long record) {
        int end = RecordLayout.LENGTH + keyLength(record) + valueLength(record);
        int head = Crc32c.INSTANCE.compute(record, 0, RecordLayout.CHECKSUM.offset());
        return head * 31 + Crc32c.INSTANCE.compute(record, CHECKSUM_END, end - CHECKSUM_END);
    }

    /** Whether a record that was read from a file is whole. @param room bytes to the end of what was read */
    static boolean isWhole(long record, int room) {
        if (room < BYTES_MIN) {
            return false;
        }
        long end = (long) RecordLayout.LENGTH + keyLength(record) + valueLength(record);
        return end <= room && bytes(record) <= room && RecordLayout.CHECKSUM.get(record) == checksum(record);
    }
}
