package dev.dyno.api;

/**
 * A walk over items that starts before the first one. It belongs to its session, which may reuse it after
 * {@link #close}; {@link #key} and {@link #item} are valid until the next call on this cursor (and, as every view,
 * until the next call on its session).
 */
public interface Cursor extends AutoCloseable {

    /** Moves to the next item in the cursor's direction. @return false at the end, and ever after */
    boolean next();

    /**
     * Moves to the first item at or after {@code key}'s sort key (at or before, if reverse) within the range, as
     * {@link #next} would. Moving back is allowed. A seek does not reset the count towards {@link Range#limit()}.
     *
     * @param key its partition must be the range's
     * @return false if there is none; then {@link #next} is false too, until another seek
     * @throws UnsupportedOperationException on a scan
     */
    boolean seek(Key key);

    /** The item's key. @throws IllegalStateException before the first and after the last item */
    Key key();

    /** The item. @throws IllegalStateException before the first and after the last item */
    ItemView item();

    @Override
    void close();
}
