package dev.dyno.streams.record;

import static dev.dyno.streams.record.ChangeLayout.HEADER_LENGTH;
import static dev.dyno.streams.record.ChangeLayout.IMAGES;
import static dev.dyno.streams.record.ChangeLayout.LENGTH;
import static dev.dyno.streams.record.ChangeLayout.OLD_IS_DIFFERENCE;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Records for a store where each byte is written several times: of a modified item both images are kept as the new one
 * and what the old one has between the bytes that they begin and end with alike. Readers get them as any other.
 *
 * <pre>
 * in the place of the old image:  prefix u32, suffix u32, the bytes between
 * </pre>
 */
public final class Differences {

    private static final int LENGTHS_BYTES = 2 * Integer.BYTES;

    private Differences() {
    }

    /** As {@link Changes#encode} without a checksum, in as many bytes or fewer. @return how many */
    public static int encode(long address, long number, long millis, ViewType view, Kind kind, Key key,
            ItemView oldItem, ItemView newItem) {
        boolean both = kind == Kind.MODIFY && view.hasOld() && view.hasNew();
        int prefix = both ? prefix(oldItem, newItem) : 0;
        int suffix = both ? suffix(oldItem, newItem, Math.min(oldItem.length(), newItem.length()) - prefix) : 0;
        if (prefix + suffix <= LENGTHS_BYTES) {
            return Changes.encode(address, number, millis, view, kind, key, oldItem, newItem, false);
        }
        int between = oldItem.length() - prefix - suffix;
        long end = Changes.begin(address, number, millis, kind, key, oldItem.length(), newItem.length(),
                ChangeLayout.HAS_OLD | ChangeLayout.HAS_NEW | OLD_IS_DIFFERENCE);
        UnsafeApi.putInt(end, prefix);
        UnsafeApi.putInt(end + Integer.BYTES, suffix);
        end = Changes.copy(oldItem.value(), prefix, between, end + LENGTHS_BYTES);
        end = Changes.copy(newItem.value(), 0, newItem.length(), end);
        return Changes.end(address, end, false);
    }

    /** Copies a record, with its images whole. @return its length */
    public static int expand(DirectBuffer from, int at, MutableDirectBuffer into, int offset) {
        int images = IMAGES.get(from, at);
        if ((images & OLD_IS_DIFFERENCE) == 0) {
            into.putBytes(offset, from, at, LENGTH.get(from, at));
            return LENGTH.get(from, at);
        }
        int head = HEADER_LENGTH + ChangeLayout.PARTITION_LENGTH.get(from, at) + ChangeLayout.SORT_LENGTH.get(from, at);
        int oldLength = ChangeLayout.OLD_LENGTH.get(from, at);
        int newLength = ChangeLayout.NEW_LENGTH.get(from, at);
        int prefix = from.getInt(at + head, ByteOrder.LITTLE_ENDIAN);
        int suffix = from.getInt(at + head + Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
        int between = oldLength - prefix - suffix;
        int newAt = at + head + LENGTHS_BYTES + between;
        int oldAt = offset + head;
        into.putBytes(offset, from, at, head);
        into.putBytes(oldAt, from, newAt, prefix);
        into.putBytes(oldAt + prefix, from, newAt - between, between);
        into.putBytes(oldAt + prefix + between, from, newAt + newLength - suffix, suffix);
        into.putBytes(oldAt + oldLength, from, newAt, newLength);
        IMAGES.set(into, offset, images & ~OLD_IS_DIFFERENCE);
        LENGTH.set(into, offset, head + oldLength + newLength);
        return head + oldLength + newLength;
    }

    /** How many bytes both begin with. */
    private static int prefix(ItemView a, ItemView b) {
        int limit = Math.min(a.length(), b.length());
        int i = 0;
        while (i <= limit - Long.BYTES && word(a, i) == word(b, i)) {
            i += Long.BYTES;
        }
        while (i < limit && a.value().getByte(i) == b.value().getByte(i)) {
            i++;
        }
        return i;
    }

    /** How many bytes both end with, at most so many. */
    private static int suffix(ItemView a, ItemView b, int limit) {
        int i = 0;
        while (i <= limit - Long.BYTES
                && word(a, a.length() - Long.BYTES - i) == word(b, b.length() - Long.BYTES - i)) {
            i += Long.BYTES;
        }
        while (i < limit && a.value().getByte(a.length() - 1 - i) == b.value().getByte(b.length() - 1 - i)) {
            i++;
        }
        return i;
    }

    private static long word(ItemView item, int at) {
        DirectBuffer bytes = item.value();
        return UnsafeApi.getLong(bytes.byteArray(), bytes.addressOffset() + at);
    }
}
