package dev.dyno.streams.capture;

import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntArrayList;

/**
 * Where a reader gets records from, whatever captured them. Records are named by numbers only. Confined to a thread;
 * it remembers where it was, so reading on is cheap.
 */
public interface RecordSource extends AutoCloseable {

    /**
     * Copies the first record above a number, if its commit can be seen.
     *
     * @param after 0 for the oldest record there is
     * @param target expandable
     * @return the record's length; 0 if there is none (yet)
     * @throws StreamException.TrimmedDataAccess if it was there and is gone
     * @throws StreamException.NotFound for an unknown stream or shard
     */
    int next(long stream, long shard, long after, MutableDirectBuffer target, int offset);

    /**
     * Copies records that follow the one which {@link #next} or this has given last, many at a time: what a reader that
     * has much to read asks in between. It may find fewer than there are, or none.
     *
     * @param after the number of that record
     * @param bytesMax that the records may take, each a multiple of 8
     * @param offsets where those copied begin are added to it, up to {@code recordsMax} in all
     * @return how many bytes the records took
     */
    default int more(long stream, long shard, long after, MutableDirectBuffer target, int offset, int bytesMax,
            IntArrayList offsets, int recordsMax) {
        return 0;
    }

    /** A number that every record seen so far is at or below, and every later one above. */
    long latest(long stream, long shard);

    /** The highest number of a record that is gone; 0 if there is none. */
    long trimmed(long stream, long shard);

    /** Whether all records that the shard will ever have can be seen. */
    boolean isComplete(long stream, long shard);

    @Override
    void close();
}
