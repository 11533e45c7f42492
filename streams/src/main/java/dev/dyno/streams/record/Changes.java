package dev.dyno.streams.record;

import static dev.dyno.streams.record.ChangeLayout.CHECKSUM;
import static dev.dyno.streams.record.ChangeLayout.HEADER_LENGTH;
import static dev.dyno.streams.record.ChangeLayout.LENGTH;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.layout.Layout;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Records as bytes in raw memory: how they are made, told from what is torn, and stepped over. */
public final class Changes {

    private static final int ALIGNMENT = 8;

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

    /** Bytes of the record of a change, without padding. */
    public static int length(ViewType view, Key key, ItemView oldItem, ItemView newItem) {
        return HEADER_LENGTH + key.partition().capacity() + key.sort().capacity()
                + (view.hasOld() ? oldItem.length() : 0) + (view.hasNew() ? newItem.length() : 0);
    }

    /**
     * Writes a record. Its length goes in last: whoever sees one sees the whole record.
     *
     * @param target over raw memory, with {@link #length} bytes free at {@code at}, which is a multiple of 8
     */
    public static void encode(MutableDirectBuffer target, int at, long number, long millis, ViewType view, Kind kind,
            Key key, ItemView oldItem, ItemView newItem) {
        DirectBuffer partition = key.partition();
        DirectBuffer sort = key.sort();
        boolean hasOld = view.hasOld() && oldItem.exists();
        boolean hasNew = view.hasNew() && newItem.exists();
        int oldLength = hasOld ? oldItem.length() : 0;
        int newLength = hasNew ? newItem.length() : 0;
        long address = target.addressOffset() + at;
        ChangeLayout.NUMBER.set(address, number);
        ChangeLayout.MILLIS.set(address, millis);
        ChangeLayout.OLD_LENGTH.set(address, oldLength);
        ChangeLayout.NEW_LENGTH.set(address, newLength);
        ChangeLayout.PARTITION_LENGTH.set(target, at, partition.capacity());
        ChangeLayout.SORT_LENGTH.set(target, at, sort.capacity());
        ChangeLayout.KIND.set(target, at, kind.ordinal() + 1);
        ChangeLayout.IMAGES.set(target, at,
                (hasOld ? ChangeLayout.HAS_OLD : 0) | (hasNew ? ChangeLayout.HAS_NEW : 0));
        target.putShort(at + ChangeLayout.RESERVED.offset(), (short) 0);
        int end = at + HEADER_LENGTH;
        target.putBytes(end, partition, 0, partition.capacity());
        end += partition.capacity();
        target.putBytes(end, sort, 0, sort.capacity());
        end += sort.capacity();
        if (hasOld) {
            target.putBytes(end, oldItem.value(), 0, oldLength);
            end += oldLength;
        }
        if (hasNew) {
            target.putBytes(end, newItem.value(), 0, newLength);
            end += newLength;
        }
        CHECKSUM.set(address, ChangeLayout.checksum(address, end - at));
        LENGTH.setRelease(address, end - at);
    }

    /** The length of the record at an address, without padding; 0 if there is none (yet). */
    public static int lengthAt(long address) {
        return LENGTH.getAcquire(address);
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
        long parts = Integer.toUnsignedLong(ChangeLayout.OLD_LENGTH.get(address))
                + Integer.toUnsignedLong(ChangeLayout.NEW_LENGTH.get(address))
                + ChangeLayout.PARTITION_LENGTH.get(address) + ChangeLayout.SORT_LENGTH.get(address);
        return HEADER_LENGTH + parts == length;
    }
}
