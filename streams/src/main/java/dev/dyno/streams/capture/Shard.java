package dev.dyno.streams.capture;

/**
 * The records of one range of hashes, in the order of their numbers: what they are the records of, and which shard's
 * records come before.
 *
 * <p>Invariant H2: a record's number is at least {@link #firstNumber}, and below that of every child that has its slot.
 */
abstract class Shard {

    final long number;
    final long parent;
    final int firstSlot;
    final int lastSlot;
    final long createdMillis;
    /** The least number that it may hold; what is below belongs to its parent. */
    long firstNumber;
    long lastNumber;
    long lastMillis;
    /** Whether it gets no more records. */
    volatile boolean closed;

    Shard(long number, long parent, int firstSlot, int lastSlot, long firstNumber, long createdMillis) {
        this.number = number;
        this.parent = parent;
        this.firstSlot = firstSlot;
        this.lastSlot = lastSlot;
        this.firstNumber = firstNumber;
        this.createdMillis = createdMillis;
    }

    final boolean holds(int slot) {
        return slot >= firstSlot && slot <= lastSlot;
    }

    final ShardDescription describe(boolean ended) {
        return new ShardDescription(number, parent, firstSlot, lastSlot, firstNumber, closed || ended);
    }
}
