package dev.dyno.api;

/**
 * The greatest sizes an engine takes, in bytes. {@link #FULL} is what the layers above expect; an engine with less says
 * so, and the kit tests that what is over its limits is refused with the limit in the message and nothing written.
 *
 * @param partitionBytes at most {@link Key#PARTITION_BYTES_MAX}
 * @param sortBytes at most {@link Key#SORT_BYTES_MAX}
 * @param valueBytes of one value
 * @param batchOperations in one {@link WriteBatch}
 * @param batchBytes of keys and values in one {@link WriteBatch}
 */
public record Limits(int partitionBytes, int sortBytes, int valueBytes, int batchOperations, int batchBytes) {

    public static final Limits FULL =
            new Limits(Key.PARTITION_BYTES_MAX, Key.SORT_BYTES_MAX, 2 << 20, 10_000, 32 << 20);

    /** @throws IllegalArgumentException naming the length and the limit */
    public void check(Key key) {
        int partition = key.partition().capacity();
        if (partition == 0) {
            throw new IllegalArgumentException("partition key is empty: at least 1 byte is needed");
        }
        check("partition key", partition, partitionBytes);
        check("sort key", key.sort().capacity(), sortBytes);
    }

    /** @throws IllegalArgumentException naming the length and the limit */
    public void checkValue(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("value has a negative length: bytes=" + length);
        }
        check("value", length, valueBytes);
    }

    /** @throws IllegalArgumentException naming the size and the limit */
    public void check(WriteBatch batch) {
        if (batch.size() > batchOperations) {
            throw new IllegalArgumentException(
                    "batch is too large: operations=" + batch.size() + ", limit=" + batchOperations);
        }
        if (batch.bytes() > batchBytes) {
            throw new IllegalArgumentException("batch is too large: bytes=" + batch.bytes() + ", limit=" + batchBytes);
        }
    }

    private static void check(String what, int length, int limit) {
        if (length > limit) {
            throw new IllegalArgumentException(what + " is too long: bytes=" + length + ", limit=" + limit);
        }
    }
}
