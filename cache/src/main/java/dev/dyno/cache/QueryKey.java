package dev.dyno.cache;

import dev.dyno.api.Key;
import dev.dyno.api.Range;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * All parameters of a query or a scan as one string of bytes: equal bytes, equal question. Also the way back from the
 * bytes to the range. Reusable; confined to a thread.
 */
final class QueryKey {

    private static final byte SCAN = 'S';
    private static final byte QUERY = 'Q';
    private static final int LOWER = 1;
    private static final int LOWER_INCLUSIVE = 2;
    private static final int UPPER = 4;
    private static final int UPPER_INCLUSIVE = 8;
    private static final int PREFIX = 16;
    private static final int AFTER = 32;
    private static final int REVERSE = 64;
    private static final int FLAGS_OFFSET = 1;
    private static final int LIMIT_OFFSET = 2;
    private static final int PARTS_OFFSET = 6;

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
    private final Key key = new Key();
    private int length;

    QueryKey set(Range range) {
        int flags = (range.hasLower() ? LOWER : 0) | (range.hasLower() && range.lowerInclusive() ? LOWER_INCLUSIVE : 0)
                | (range.hasUpper() ? UPPER : 0) | (range.hasUpper() && range.upperInclusive() ? UPPER_INCLUSIVE : 0)
                | (range.hasPrefix() ? PREFIX : 0) | (range.hasAfter() ? AFTER : 0) | (range.reverse() ? REVERSE : 0);
        bytes.putByte(0, QUERY);
        bytes.putByte(FLAGS_OFFSET, (byte) flags);
        bytes.putInt(LIMIT_OFFSET, range.limit());
        length = PARTS_OFFSET;
        add(range.partition());
        if (range.hasLower()) {
            add(range.lower());
        }
        if (range.hasUpper()) {
            add(range.upper());
        }
        if (range.hasPrefix()) {
            add(range.prefix());
        }
        if (range.hasAfter()) {
            add(range.after());
        }
        return this;
    }

    QueryKey set(int segment, int of) {
        bytes.putByte(0, SCAN);
        bytes.putByte(FLAGS_OFFSET, (byte) 0);
        bytes.putInt(LIMIT_OFFSET, Integer.MAX_VALUE);
        bytes.putInt(PARTS_OFFSET, segment);
        bytes.putInt(PARTS_OFFSET + Integer.BYTES, of);
        length = PARTS_OFFSET + 2 * Integer.BYTES;
        return this;
    }

    QueryKey set(QueryKey other) {
        bytes.putBytes(0, other.bytes, 0, other.length);
        length = other.length;
        return this;
    }

    private void add(DirectBuffer part) {
        bytes.putInt(length, part.capacity());
        bytes.putBytes(length + Integer.BYTES, part, 0, part.capacity());
        length += Integer.BYTES + part.capacity();
    }

    boolean isScan() {
        return bytes.getByte(0) == SCAN;
    }

    int limit() {
        return bytes.getInt(LIMIT_OFFSET);
    }

    /** The range it was set from, over these bytes. Not for a scan. */
    Range range() {
        int flags = bytes.getByte(FLAGS_OFFSET);
        Range range = new Range();
        int at = PARTS_OFFSET;
        range.partition(bytes, at + Integer.BYTES, bytes.getInt(at));
        at += Integer.BYTES + bytes.getInt(at);
        if ((flags & LOWER) != 0) {
            range.from(bytes, at + Integer.BYTES, bytes.getInt(at), (flags & LOWER_INCLUSIVE) != 0);
            at += Integer.BYTES + bytes.getInt(at);
        }
        if ((flags & UPPER) != 0) {
            range.to(bytes, at + Integer.BYTES, bytes.getInt(at), (flags & UPPER_INCLUSIVE) != 0);
            at += Integer.BYTES + bytes.getInt(at);
        }
        if ((flags & PREFIX) != 0) {
            range.prefix(bytes, at + Integer.BYTES, bytes.getInt(at));
            at += Integer.BYTES + bytes.getInt(at);
        }
        if ((flags & AFTER) != 0) {
            range.after(bytes, at + Integer.BYTES, bytes.getInt(at));
        }
        return range.reverse((flags & REVERSE) != 0).limit(limit());
    }

    /** As the store takes it: the bytes stand for a partition key. */
    Key key() {
        return key.wrap(bytes, 0, length);
    }
}
