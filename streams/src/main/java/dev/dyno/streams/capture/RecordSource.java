package dev.dyno.streams.capture;

import org.agrona.MutableDirectBuffer;

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

    /** A number that every record seen so far is at or below, and every later one above. */
    long latest(long stream, long shard);

    /** The highest number of a record that is gone; 0 if there is none. */
    long trimmed(long stream, long shard);

    /** Whether all records that the shard will ever have can be seen. */
    boolean isComplete(long stream, long shard);

    @Override
    void close();
}
