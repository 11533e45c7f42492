package dev.dyno.streams.capture;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A shard whose records are items. Its numbers have no gaps: whoever has read one knows the key of the next.
 *
 * <p>Threads: {@link #lock} is held from before the old item is read until the change and its record are committed, so
 * an item's records are in the order of its changes; all but {@link #trimmed} is guarded by it.
 */
final class OutboxShard extends Shard {

    final ReentrantLock lock = new ReentrantLock();
    /** Whether a commit ended without an answer: the table knows which number was the last. */
    boolean doubtful = true;
    /** Whether its last number is a seal: nobody takes another. */
    boolean sealed;
    /** Of records, since this process opened it. */
    private long bytes;
    private long reserved;
    private long bytesReserved;
    /** The highest number that is gone. */
    volatile long trimmed;

    OutboxShard(long number, long parent, int firstSlot, int lastSlot, long firstNumber, long createdMillis,
            long trimmed) {
        super(number, parent, firstSlot, lastSlot, firstNumber, createdMillis);
        this.trimmed = trimmed;
        this.lastNumber = Math.max(trimmed, firstNumber - 1);
    }

    /** A commit brought records up to a number. */
    void appended(long upTo, long millis, long recordBytes) {
        lastNumber = upTo;
        lastMillis = millis;
        bytes += recordBytes;
    }

    /** A batch begins, which may have several records here. */
    void reserveNone() {
        reserved = lastNumber;
        bytesReserved = 0;
    }

    /** The number of the batch's next record. */
    long reserve() {
        return ++reserved;
    }

    /** The highest number that the batch has. */
    long reserved() {
        return reserved;
    }

    void reservedBytes(long recordBytes) {
        bytesReserved += recordBytes;
    }

    /** The batch is committed. */
    void appendReserved(long millis) {
        if (reserved > lastNumber) {
            appended(reserved, millis, bytesReserved);
        }
    }

    /** Whether a child should take over. */
    boolean isOverdue(StreamOptions options, long nowMillis) {
        return sealed || lastNumber >= firstNumber
                && (bytes >= options.shardBytes() || nowMillis - createdMillis >= options.shardAgeMillis());
    }
}
