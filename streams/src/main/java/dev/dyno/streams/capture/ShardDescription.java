package dev.dyno.streams.capture;

/**
 * One shard: the records of a range of partition hashes between two points in time.
 *
 * @param parent the shard whose records come before; {@link #NO_PARENT} if there is none
 * @param firstSlot of the hashes, by their upper 16 bits
 * @param lastSlot of the hashes, included
 * @param firstNumber the least number that a record of it can have: above all of its parent's
 * @param closed whether it gets no more records: its children do, or the stream is switched off
 */
public record ShardDescription(long number, long parent, int firstSlot, int lastSlot, long firstNumber,
        boolean closed) {

    public static final long NO_PARENT = 0;
    /** Parts into which the partition hashes are cut. */
    public static final int SLOTS = 1 << 16;

    /** The part that a partition hash falls in. */
    public static int slot(long partitionHash) {
        return (int) (partitionHash >>> 48);
    }

    /** As DynamoDB's clients expect it: at least 28 characters. */
    public String id() {
        return "shardId-%020d-%08x".formatted(number, firstSlot << 16 | lastSlot);
    }
}
