package dev.dyno.btree;

import org.agrona.UnsafeApi;

/**
 * The first word of a page in memory: in its low bits what may be done with the page, above them how often it was
 * changed. Memory that was never touched, or was given back, is 0: {@link #ABSENT}.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>0</td><td>absent: the content is in the checkpoint's file, or nowhere</td></tr>
 * <tr><td>{@link #BUSY}</td><td>being loaded, or being evicted</td></tr>
 * <tr><td>neither, without {@link #STABLE}</td><td>being written</td></tr>
 * <tr><td>{@link #STABLE}</td><td>may be read; with {@link #COOLING} only after that bit was taken away</td></tr>
 * </table>
 *
 * <p>So a reader, who must look whether the page is being written anyway, learns with the same test that it is not
 * there, or that the clock asks whether anybody still wants it: the usual case pays nothing for eviction.
 *
 * <p>Source: Leis et al., Virtual-Memory Assisted Buffer Management, SIGMOD 2023 (there the words lie in an array).
 */
final class PageState {

    static final long ABSENT = 0;
    static final long BUSY = 2;
    static final long STABLE = 1;
    /** With {@link #STABLE}: evicted soon, unless somebody reads it before. */
    static final long COOLING = 2;
    /** Its content is in no durable checkpoint, or a snapshot needs it: it cannot be evicted. */
    static final long DIRTY = 4;
    /** One more change. */
    static final long VERSION = 8;

    private PageState() {
    }

    /** The word to validate against. */
    static long get(long page) {
        return UnsafeApi.getLongAcquire(null, page); // sees O1
    }

    static boolean isReadable(long word) {
        return (word & (STABLE | COOLING)) == STABLE;
    }

    static boolean isAbsentOrBusy(long word) {
        return word == ABSENT || word == BUSY;
    }

    /** Whether what was read since {@link #get} counts. */
    static boolean isUnchanged(long page, long word) {
        UnsafeApi.loadFence();
        return UnsafeApi.getLong(page) == word; // sees O1
    }

    static boolean replace(long page, long expected, long word) {
        return UnsafeApi.compareAndSetLong(null, page, expected, word);
    }
}
