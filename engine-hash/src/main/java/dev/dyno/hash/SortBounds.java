package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.core.page.KeyBytes;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The sort keys that a query asks for: those from {@code start} on and before {@code end}. Every kind of bound comes
 * down to these two: the smallest key behind k is k with a zero byte, and the first key behind all that begin with k
 * is k without its last bytes of 255, the one before them one higher.
 *
 * <p>Threads: the session's.
 */
final class SortBounds {

    /** Memory of one key, with room for the byte behind it. */
    static final int KEY_BYTES = 2048;
    /** Memory of bounds. */
    static final int BYTES = 3 * KEY_BYTES;
    static final int NO_END = -1;
    /** No sort key is as long, so what a bound has behind these bytes changes nothing. */
    private static final int LENGTH_MAX = Key.SORT_BYTES_MAX + 1;

    private final long start;
    private final long end;
    private final long scratch;
    private int startLength;
    private int endLength;

    SortBounds(long memory) {
        start = memory;
        end = memory + KEY_BYTES;
        scratch = memory + 2 * KEY_BYTES;
    }

    /** Every sort key. */
    void all() {
        startLength = 0;
        endLength = NO_END;
    }

    void set(Range range) {
        all();
        if (range.hasPrefix()) {
            int length = load(range.prefix());
            raiseStart(length);
            lowerEnd(behindAll(length));
        }
        if (range.hasLower()) {
            int length = load(range.lower());
            raiseStart(range.lowerInclusive() ? length : behind(length));
        }
        if (range.hasUpper()) {
            int length = load(range.upper());
            lowerEnd(range.upperInclusive() ? behind(length) : length);
        }
        if (range.hasAfter()) {
            int length = load(range.after());
            if (range.reverse()) {
                lowerEnd(length);
            } else {
                raiseStart(behind(length));
            }
        }
    }

    private int load(DirectBuffer sort) {
        int length = Math.min(sort.capacity(), LENGTH_MAX);
        KeyBytes.copy(sort, length, scratch);
        return length;
    }

    private int behind(int length) {
        UnsafeApi.putByte(scratch + length, (byte) 0);
        return length + 1;
    }

    private int behindAll(int length) {
        int last = length - 1;
        while (last >= 0 && UnsafeApi.getByte(scratch + last) == -1) {
            last--;
        }
        if (last < 0) {
            return NO_END;
        }
        UnsafeApi.putByte(scratch + last, (byte) (UnsafeApi.getByte(scratch + last) + 1));
        return last + 1;
    }

    private void raiseStart(int length) {
        if (KeyBytes.compare(scratch, length, start, startLength) > 0) {
            KeyBytes.copy(scratch, start, length);
            startLength = length;
        }
    }

    private void lowerEnd(int length) {
        if (length != NO_END && (endLength == NO_END || KeyBytes.compare(scratch, length, end, endLength) < 0)) {
            KeyBytes.copy(scratch, end, length);
            endLength = length;
        }
    }

    boolean isEmpty() {
        return endLength != NO_END && KeyBytes.compare(start, startLength, end, endLength) >= 0;
    }

    /** Whether a key lies at or behind the end. */
    boolean isBehind(long key, int length) {
        return endLength != NO_END && KeyBytes.compare(key, length, end, endLength) >= 0;
    }

    /** Whether a key lies before the start. */
    boolean isBefore(long key, int length) {
        return startLength > 0 && KeyBytes.compare(key, length, start, startLength) < 0;
    }

    long start() {
        return start;
    }

    int startLength() {
        return startLength;
    }

    long end() {
        return end;
    }

    /** {@link #NO_END} if there is none. */
    int endLength() {
        return endLength;
    }
}
