package dev.dyno.api;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a query asks for: one partition, bounds on the sort key, a direction and a limit. Reusable and free of
 * allocation; the buffers given to it are borrowed until {@link Reader#query} returns.
 *
 * <p>An item is in the range if its sort key is within {@code from} and {@code to}, starts with {@code prefix}, and,
 * with {@code after}, lies strictly behind that sort key in the direction of the walk (how a page is continued).
 * Bounds that exclude each other are a range of no items, not an error.
 */
public final class Range {

    private final UnsafeBuffer partition = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer lower = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer upper = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer prefix = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer after = new UnsafeBuffer(0, 0);
    private boolean hasLower;
    private boolean lowerInclusive;
    private boolean hasUpper;
    private boolean upperInclusive;
    private boolean hasPrefix;
    private boolean hasAfter;
    private boolean reverse;
    private int limit;

    /** Starts afresh: the whole of one partition, ascending, without a limit. */
    public Range partition(DirectBuffer buffer, int offset, int length) {
        partition.wrap(buffer, offset, length);
        hasLower = false;
        hasUpper = false;
        hasPrefix = false;
        hasAfter = false;
        reverse = false;
        limit = Integer.MAX_VALUE;
        return this;
    }

    /** {@link #partition(DirectBuffer, int, int)} of a key's partition. */
    public Range partition(Key key) {
        return partition(key.partition(), 0, key.partition().capacity());
    }

    /** Sort keys from this one on. */
    public Range from(DirectBuffer buffer, int offset, int length, boolean inclusive) {
        lower.wrap(buffer, offset, length);
        lowerInclusive = inclusive;
        hasLower = true;
        return this;
    }

    /** Sort keys up to this one. */
    public Range to(DirectBuffer buffer, int offset, int length, boolean inclusive) {
        upper.wrap(buffer, offset, length);
        upperInclusive = inclusive;
        hasUpper = true;
        return this;
    }

    /** Sort keys that start with these bytes. */
    public Range prefix(DirectBuffer buffer, int offset, int length) {
        prefix.wrap(buffer, offset, length);
        hasPrefix = true;
        return this;
    }

    /** Continues behind this sort key, in the direction of the walk. */
    public Range after(DirectBuffer buffer, int offset, int length) {
        after.wrap(buffer, offset, length);
        hasAfter = true;
        return this;
    }

    /** Walk from the greatest sort key to the smallest. */
    public Range reverse(boolean descending) {
        reverse = descending;
        return this;
    }

    /** At most this many items, at least 0. */
    public Range limit(int items) {
        if (items < 0) {
            throw new IllegalArgumentException("limit must not be negative: limit=" + items);
        }
        limit = items;
        return this;
    }

    /** Copies another range; the buffers stay borrowed from whoever owns them. */
    public Range set(Range other) {
        Objects.requireNonNull(other, "range");
        partition.wrap(other.partition);
        lower.wrap(other.lower);
        upper.wrap(other.upper);
        prefix.wrap(other.prefix);
        after.wrap(other.after);
        hasLower = other.hasLower;
        lowerInclusive = other.lowerInclusive;
        hasUpper = other.hasUpper;
        upperInclusive = other.upperInclusive;
        hasPrefix = other.hasPrefix;
        hasAfter = other.hasAfter;
        reverse = other.reverse;
        limit = other.limit;
        return this;
    }

    public DirectBuffer partition() {
        return partition;
    }

    public boolean hasLower() {
        return hasLower;
    }

    public DirectBuffer lower() {
        return lower;
    }

    public boolean lowerInclusive() {
        return lowerInclusive;
    }

    public boolean hasUpper() {
        return hasUpper;
    }

    public DirectBuffer upper() {
        return upper;
    }

    public boolean upperInclusive() {
        return upperInclusive;
    }

    public boolean hasPrefix() {
        return hasPrefix;
    }

    public DirectBuffer prefix() {
        return prefix;
    }

    public boolean hasAfter() {
        return hasAfter;
    }

    public DirectBuffer after() {
        return after;
    }

    public boolean reverse() {
        return reverse;
    }

    public int limit() {
        return limit;
    }

    /** Whether a sort key lies within every bound. The one definition; engines that cut earlier must agree with it. */
    public boolean contains(DirectBuffer sort, int offset, int length) {
        return compareToStart(sort, offset, length) >= 0 && compareToEnd(sort, offset, length) <= 0;
    }

    /**
     * Where a sort key lies against the ascending start of the range: negative before it, else not before it.
     * The start is the greatest of {@code from}, {@code prefix} and, ascending, {@code after}.
     */
    public int compareToStart(DirectBuffer sort, int offset, int length) {
        if (hasLower) {
            int order = Bytes.compare(sort, offset, length, lower, 0, lower.capacity());
            if (order < 0 || order == 0 && !lowerInclusive) {
                return -1;
            }
        }
        if (hasPrefix && Bytes.compare(sort, offset, length, prefix, 0, prefix.capacity()) < 0) {
            return -1;
        }
        if (hasAfter && !reverse && Bytes.compare(sort, offset, length, after, 0, after.capacity()) <= 0) {
            return -1;
        }
        return 0;
    }

    /**
     * Where a sort key lies against the ascending end of the range: positive behind it, else not behind it.
     * The end is the least of {@code to}, the last key with {@code prefix} and, descending, {@code after}.
     */
    public int compareToEnd(DirectBuffer sort, int offset, int length) {
        if (hasUpper) {
            int order = Bytes.compare(sort, offset, length, upper, 0, upper.capacity());
            if (order > 0 || order == 0 && !upperInclusive) {
                return 1;
            }
        }
        if (hasPrefix && !Bytes.startsWith(sort, offset, length, prefix, 0, prefix.capacity())
                && Bytes.compare(sort, offset, length, prefix, 0, prefix.capacity()) > 0) {
            return 1;
        }
        if (hasAfter && reverse && Bytes.compare(sort, offset, length, after, 0, after.capacity()) >= 0) {
            return 1;
        }
        return 0;
    }
}
