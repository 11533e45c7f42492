package dev.dyno.streams.record;

import static dev.dyno.streams.record.ChangeLayout.CHECKSUM;
import static dev.dyno.streams.record.ChangeLayout.HEADER_LENGTH;
import static dev.dyno.streams.record.ChangeLayout.LENGTH;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.layout.Layout;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/** Records as bytes in raw memory: how they are made, told from what is torn, and stepped over. */
public final class Changes {

    private static final int ALIGNMENT = 8;
    private static final int COPIED_BY_WORDS_MAX = 64;

    private Changes() {
    }

    /** The record's fixed part, for documentation and dumps. */
    public static Layout layout() {
        return ChangeLayout.LAYOUT;
    }

    /** Bytes that a record takes, padding included. */
    public static int aligned(int length) {
        return length + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Bytes of the record of a change with its images whole, without padding. */
    public static int length(ViewType view, Key key, ItemView oldItem, ItemView newItem) {
        return HEADER_LENGTH + key.partition().capacity() + key.sort().capacity()
                + (view.hasOld() ? oldItem.length() : 0) + (view.hasNew() ? newItem.length() : 0);
    }

    /**
     * Writes a record. Its length goes in last: whoever sees one sees the whole record.
     *
     * @param address of raw memory, a multiple of 8, with {@link #length} bytes free
     * @param checked whether it gets a checksum: records that may be torn need one, those in memory do not
     * @return its length
     */
    public static int encode(long address, long number, long millis, ViewType view, Kind kind, Key key,
            ItemView oldItem, ItemView newItem, boolean checked) {
        boolean hasOld = view.hasOld() && oldItem.exists();
        boolean hasNew = view.hasNew() && newItem.exists();
        int oldLength = hasOld ? oldItem.length() : 0;
        int newLength = hasNew ? newItem.length() : 0;
        long end = begin(address, number, millis, kind, key, oldLength, newLength,
                (hasOld ? ChangeLayout.HAS_OLD : 0) | (hasNew ? ChangeLayout.HAS_NEW : 0));
        end = copy(oldItem.value(), 0, oldLength, end);
        end = copy(newItem.value(), 0, newLength, end);
        return end(address, end, checked);
    }

    /** Writes all before the images, but for the length. @return the address behind */
    static long begin(long address, long number, long millis, Kind kind, Key key, int oldLength, int newLength,
            int images) {
        DirectBuffer partition = key.partition();
        DirectBuffer sort = key.sort();
        ChangeLayout.NUMBER.set(address, number);
        ChangeLayout.MILLIS.set(address, millis);
        ChangeLayout.OLD_LENGTH.set(address, oldLength);
        ChangeLayout.NEW_LENGTH.set(address, newLength);
        ChangeLayout.PARTITION_LENGTH.set(address, partition.capacity());
        ChangeLayout.SORT_LENGTH.set(address, sort.capacity());
        ChangeLayout.KIND.set(address, kind.ordinal() + 1);
        ChangeLayout.IMAGES.set(address, images);
        UnsafeApi.putShort(address + ChangeLayout.RESERVED.offset(), (short) 0);
        long end = copy(partition, 0, partition.capacity(), address + HEADER_LENGTH);
        return copy(sort, 0, sort.capacity(), end);
    }

    /** Makes what lies between two addresses a record. @return its length */
    static int end(long address, long end, boolean checked) {
        int length = (int) (end - address);
        CHECKSUM.set(address, checked ? ChangeLayout.checksum(address, length) : 0);
        LENGTH.setRelease(address, length);
        return length;
    }

    /** By words where a routine's call would cost more than the few there are. @return the address behind */
    static long copy(DirectBuffer from, int at, int length, long to) {
        byte[] array = from.byteArray();
        long offset = from.addressOffset() + at;
        if (length > COPIED_BY_WORDS_MAX) {
            UnsafeApi.copyMemory(array, offset, null, to, length);
            return to + length;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            UnsafeApi.putLong(to + i, UnsafeApi.getLong(array, offset + i));
        }
        for (; i < length; i++) {
            UnsafeApi.putByte(to + i, UnsafeApi.getByte(array, offset + i));
        }
        return to + length;
    }

    /** The length of the record at an address, without padding; 0 if there is none (yet). */
    public static int lengthAt(long address) {
        return LENGTH.getAcquire(address);
    }

    /** The length of the record at an offset, without padding. */
    public static int length(DirectBuffer buffer, int offset) {
        return LENGTH.get(buffer, offset);
    }

    /** The number of the record at an offset. */
    public static long number(DirectBuffer buffer, int offset) {
        return ChangeLayout.NUMBER.get(buffer, offset);
    }

    /** When the record at an offset was captured. */
    public static long millis(DirectBuffer buffer, int offset) {
        return ChangeLayout.MILLIS.get(buffer, offset);
    }

    /** The number of the record at an address. */
    public static long numberAt(long address) {
        return ChangeLayout.NUMBER.get(address);
    }

    /** When the record at an address was captured. */
    public static long millisAt(long address) {
        return ChangeLayout.MILLIS.get(address);
    }

    /** Whether a whole record lies at an address, within so many bytes: any bytes give an answer. */
    public static boolean isValid(long address, long available) {
        if (available < HEADER_LENGTH) {
            return false;
        }
        int length = LENGTH.get(address);
        if (length < HEADER_LENGTH || length > available || CHECKSUM.get(address)
                != ChangeLayout.checksum(address, length)) {
            return false;
        }
        long images = HEADER_LENGTH + ChangeLayout.PARTITION_LENGTH.get(address)
                + ChangeLayout.SORT_LENGTH.get(address);
        long old = Differences.oldBytes(address, address + images, address + length);
        return old >= 0 && images + old + Integer.toUnsignedLong(ChangeLayout.NEW_LENGTH.get(address)) == length;
    }
}
