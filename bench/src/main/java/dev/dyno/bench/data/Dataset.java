package dev.dyno.bench.data;

/**
 * Items by number. The loaded ones are {@code 0 .. items() - 1}, in the order of their keys: a number is a rank, so the
 * right answer to a query is known without asking any engine. Numbers from {@link #insertBase} on name items that are
 * not loaded, for workloads that insert.
 *
 * <p>Threads: any; the items themselves are reached through one {@link Items} per thread.
 */
public interface Dataset extends AutoCloseable {

    String name();

    long items();

    /** Bytes of the keys and values of all loaded items. */
    long bytes();

    /** The number of the first item behind the partition of a loaded item. */
    long partitionEnd(long index);

    /** From here on every item lies in a partition that holds no loaded item. */
    long insertBase();

    /** One thread's access. */
    Items openItems();

    /** Items must not be used any more. */
    @Override
    void close();
}
