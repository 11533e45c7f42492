package dev.dyno.bench.peers;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** A cursor's own copy of a {@link Range}, whose buffers are only borrowed, as bounds on composite keys. */
final class Bounds {

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
    private final ExpandableArrayBuffer head = new ExpandableArrayBuffer();
    private final Range range = new Range();
    private int headLength;
    private int end;
    private boolean bounded;

    void set(Range from) {
        end = 0;
        DirectBuffer partition = from.partition();
        headLength = CompositeKey.encode(partition, partition, 0, head);
        range.set(from);
        range.partition(head, CompositeKey.HEAD_BYTES, headLength - CompositeKey.HEAD_BYTES);
        // Written before wrapped: growing moves the bytes.
        int lower = keep(from.lower(), from.hasLower());
        int upper = keep(from.upper(), from.hasUpper());
        int prefix = keep(from.prefix(), from.hasPrefix());
        int after = keep(from.after(), from.hasAfter());
        if (from.hasLower()) {
            range.from(bytes, lower, from.lower().capacity(), from.lowerInclusive());
        }
        if (from.hasUpper()) {
            range.to(bytes, upper, from.upper().capacity(), from.upperInclusive());
        }
        if (from.hasPrefix()) {
            range.prefix(bytes, prefix, from.prefix().capacity());
        }
        if (from.hasAfter()) {
            range.after(bytes, after, from.after().capacity());
        }
        range.reverse(from.reverse()).limit(from.limit());
        bounded = from.hasLower() || from.hasUpper() || from.hasPrefix() || from.hasAfter();
    }

    private int keep(DirectBuffer source, boolean wanted) {
        int at = end;
        if (wanted) {
            bytes.putBytes(at, source, 0, source.capacity());
            end += source.capacity();
        }
        return at;
    }

    boolean reverse() {
        return range.reverse();
    }

    int limit() {
        return range.limit();
    }

    boolean samePartition(Key key) {
        DirectBuffer partition = key.partition();
        return Bytes.equal(partition, 0, partition.capacity(),
                head, CompositeKey.HEAD_BYTES, headLength - CompositeKey.HEAD_BYTES);
    }

    /** The composite key of the partition and a sort key. @return its length */
    int compose(DirectBuffer sort, MutableDirectBuffer into) {
        into.putBytes(0, head, 0, headLength);
        into.putBytes(headLength, sort, 0, sort.capacity());
        return headLength + sort.capacity();
    }

    /** The least composite key that can be in the range. @return its length */
    int lowest(MutableDirectBuffer into) {
        into.putBytes(0, head, 0, headLength);
        int length = headLength;
        if (range.hasLower()) {
            length = greater(into, length, range.lower());
        }
        if (range.hasPrefix()) {
            length = greater(into, length, range.prefix());
        }
        if (range.hasAfter() && !range.reverse()) {
            length = greater(into, length, range.after());
        }
        return length;
    }

    private int greater(MutableDirectBuffer into, int length, DirectBuffer bound) {
        if (Bytes.compare(bound, 0, bound.capacity(), into, headLength, length - headLength) <= 0) {
            return length;
        }
        into.putBytes(headLength, bound, 0, bound.capacity());
        return headLength + bound.capacity();
    }

    /** A composite key that no key of the range is above, and hardly another key below. @return its length */
    int highest(MutableDirectBuffer into) {
        into.putBytes(0, head, 0, headLength);
        int length = -1;
        if (range.hasPrefix()) {
            DirectBuffer prefix = range.prefix();
            into.putBytes(headLength, prefix, 0, prefix.capacity());
            length = successor(into, headLength, headLength + prefix.capacity());
        }
        if (range.hasUpper()) {
            length = less(into, length, range.upper());
        }
        if (range.hasAfter() && range.reverse()) {
            length = less(into, length, range.after());
        }
        // A head begins with the greater byte of a length, never 0xff: it has a successor.
        return length >= 0 ? length : successor(into, 0, headLength);
    }

    private int less(MutableDirectBuffer into, int length, DirectBuffer bound) {
        if (length >= 0 && Bytes.compare(bound, 0, bound.capacity(), into, headLength, length - headLength) >= 0) {
            return length;
        }
        into.putBytes(headLength, bound, 0, bound.capacity());
        return headLength + bound.capacity();
    }

    /** Makes the bytes the least string above all that start with them. @return its end, or -1 if there is none */
    private static int successor(MutableDirectBuffer bytes, int start, int end) {
        for (int i = end - 1; i >= start; i--) {
            int value = bytes.getByte(i) & 0xff;
            if (value < 0xff) {
                bytes.putByte(i, (byte) (value + 1));
                return i + 1;
            }
        }
        return -1;
    }

    boolean inPartition(DirectBuffer raw) {
        return raw.capacity() >= headLength && Bytes.equal(raw, 0, headLength, head, 0, headLength);
    }

    /** Whether a composite key lies before everything of the partition. */
    boolean beforePartition(DirectBuffer raw) {
        return Bytes.compare(raw, 0, raw.capacity(), head, 0, headLength) < 0;
    }

    /** Of a key of the partition: negative if before the ascending start of the range. */
    int compareToStart(DirectBuffer raw) {
        return bounded ? range.compareToStart(raw, headLength, raw.capacity() - headLength) : 0;
    }

    /** Of a key of the partition: positive if behind the ascending end of the range. */
    int compareToEnd(DirectBuffer raw) {
        return bounded ? range.compareToEnd(raw, headLength, raw.capacity() - headLength) : 0;
    }

    int compareToStart(Key key) {
        return range.compareToStart(key.sort(), 0, key.sort().capacity());
    }

    int compareToEnd(Key key) {
        return range.compareToEnd(key.sort(), 0, key.sort().capacity());
    }
}
