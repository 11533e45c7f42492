package dev.dyno.streams.record;

import static dev.dyno.streams.record.ChangeLayout.IMAGES;
import static dev.dyno.streams.record.ChangeLayout.NEW_LENGTH;
import static dev.dyno.streams.record.ChangeLayout.OLD_IS_DIFFERENCE;
import static dev.dyno.streams.record.ChangeLayout.OLD_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Records that are short where items change a little: of a modified item both images are kept as the new one and what
 * the old one has between the bytes that both begin and end with alike. Every byte less is not copied, summed up,
 * stored and read again; the old image is put together when somebody asks a {@link ChangeView} for it.
 *
 * <pre>
 * in the place of the old image:  prefix u32, suffix u32, the bytes between
 * </pre>
 */
public final class Differences {

    /** Nothing that is worth it: images are kept whole. */
    public static final long NONE = 0;
    private static final int LENGTHS_BYTES = 2 * Integer.BYTES;
    private static final int STRIDE = 4 * Long.BYTES;

    private Differences() {
    }

    /** What both images of a change begin and end with, for {@link #encode} and {@link #saved}. */
    public static long alike(ViewType view, Kind kind, ItemView oldItem, ItemView newItem) {
        if (kind != Kind.MODIFY || !view.hasOld() || !view.hasNew()) {
            return NONE;
        }
        int prefix = prefix(oldItem, newItem);
        int suffix = suffix(oldItem, newItem, Math.min(oldItem.length(), newItem.length()) - prefix);
        return prefix + suffix <= LENGTHS_BYTES ? NONE : (long) prefix << Integer.SIZE | suffix;
    }

    /** How many bytes less than {@link Changes#length} a record is. */
    public static int saved(long alike) {
        return alike == NONE ? 0 : (int) (alike >>> Integer.SIZE) + (int) alike - LENGTHS_BYTES;
    }

    /** As {@link Changes#encode}, in as many bytes or fewer. @return how many */
    public static int encode(long address, long number, long millis, ViewType view, Kind kind, Key key,
            ItemView oldItem, ItemView newItem, long alike, boolean checked) {
        if (alike == NONE) {
            return Changes.encode(address, number, millis, view, kind, key, oldItem, newItem, checked);
        }
        int prefix = (int) (alike >>> Integer.SIZE);
        int suffix = (int) alike;
        long end = Changes.begin(address, number, millis, kind, key, oldItem.length(), newItem.length(),
                ChangeLayout.HAS_OLD | ChangeLayout.HAS_NEW | OLD_IS_DIFFERENCE);
        UnsafeApi.putInt(end, prefix);
        UnsafeApi.putInt(end + Integer.BYTES, suffix);
        end = Changes.copy(oldItem.value(), prefix, oldItem.length() - prefix - suffix, end + LENGTHS_BYTES);
        end = Changes.copy(newItem.value(), 0, newItem.length(), end);
        return Changes.end(address, end, checked);
    }

    /** Bytes in the place of the old image of a record, whose images begin {@code images} bytes behind it. */
    static int oldBytes(DirectBuffer from, int at, int images) {
        int length = OLD_LENGTH.get(from, at);
        return (IMAGES.get(from, at) & OLD_IS_DIFFERENCE) == 0 ? length
                : LENGTHS_BYTES + length - from.getInt(images, LITTLE_ENDIAN)
                        - from.getInt(images + Integer.BYTES, LITTLE_ENDIAN);
    }

    /** As {@link #oldBytes}, in raw memory that may be anything. @return negative if it cannot be */
    static long oldBytes(long address, long images, long end) {
        long length = Integer.toUnsignedLong(OLD_LENGTH.get(address));
        if ((IMAGES.get(address) & OLD_IS_DIFFERENCE) == 0) {
            return length;
        }
        if (images + LENGTHS_BYTES > end) {
            return -1;
        }
        long alike = Integer.toUnsignedLong(UnsafeApi.getInt(images))
                + Integer.toUnsignedLong(UnsafeApi.getInt(images + Integer.BYTES));
        return alike > length ? -1 : LENGTHS_BYTES + length - alike;
    }

    /** Puts the old image of a record together, of which {@link #oldBytes} are at {@code images}. @return its length */
    static int expand(DirectBuffer from, int at, int images, MutableDirectBuffer into) {
        int prefix = from.getInt(images, LITTLE_ENDIAN);
        int suffix = from.getInt(images + Integer.BYTES, LITTLE_ENDIAN);
        int length = OLD_LENGTH.get(from, at);
        int between = length - prefix - suffix;
        int newAt = images + LENGTHS_BYTES + between;
        into.putBytes(0, from, newAt, prefix);
        into.putBytes(prefix, from, newAt - between, between);
        into.putBytes(prefix + between, from, newAt + NEW_LENGTH.get(from, at) - suffix, suffix);
        return length;
    }

    /** How many bytes both begin with. */
    private static int prefix(ItemView a, ItemView b) {
        int limit = Math.min(a.length(), b.length());
        byte[] aArray = a.value().byteArray();
        byte[] bArray = b.value().byteArray();
        long aStart = a.value().addressOffset();
        long bStart = b.value().addressOffset();
        int i = 0;
        while (i <= limit - STRIDE && differing(aArray, aStart + i, bArray, bStart + i) == 0) {
            i += STRIDE;
        }
        while (i <= limit - Long.BYTES) {
            long differing = UnsafeApi.getLong(aArray, aStart + i) ^ UnsafeApi.getLong(bArray, bStart + i);
            if (differing != 0) {
                return i + Long.numberOfTrailingZeros(differing) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        while (i < limit && UnsafeApi.getByte(aArray, aStart + i) == UnsafeApi.getByte(bArray, bStart + i)) {
            i++;
        }
        return i;
    }

    /** How many bytes both end with, at most so many. */
    private static int suffix(ItemView a, ItemView b, int limit) {
        byte[] aArray = a.value().byteArray();
        byte[] bArray = b.value().byteArray();
        long aEnd = a.value().addressOffset() + a.length();
        long bEnd = b.value().addressOffset() + b.length();
        int i = 0;
        while (i <= limit - STRIDE && differing(aArray, aEnd - STRIDE - i, bArray, bEnd - STRIDE - i) == 0) {
            i += STRIDE;
        }
        while (i <= limit - Long.BYTES) {
            long differing = UnsafeApi.getLong(aArray, aEnd - Long.BYTES - i)
                    ^ UnsafeApi.getLong(bArray, bEnd - Long.BYTES - i);
            if (differing != 0) {
                return i + Long.numberOfLeadingZeros(differing) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        while (i < limit && UnsafeApi.getByte(aArray, aEnd - 1 - i) == UnsafeApi.getByte(bArray, bEnd - 1 - i)) {
            i++;
        }
        return i;
    }

    /** The bits in which four words differ from four others: one branch for all, and no load waits for another. */
    private static long differing(byte[] a, long aAt, byte[] b, long bAt) {
        return UnsafeApi.getLong(a, aAt) ^ UnsafeApi.getLong(b, bAt)
                | UnsafeApi.getLong(a, aAt + Long.BYTES) ^ UnsafeApi.getLong(b, bAt + Long.BYTES)
                | UnsafeApi.getLong(a, aAt + 2 * Long.BYTES) ^ UnsafeApi.getLong(b, bAt + 2 * Long.BYTES)
                | UnsafeApi.getLong(a, aAt + 3 * Long.BYTES) ^ UnsafeApi.getLong(b, bAt + 3 * Long.BYTES);
    }
}
