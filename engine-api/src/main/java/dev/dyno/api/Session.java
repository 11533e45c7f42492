package dev.dyno.api;

/**
 * One thread's door to the items. It owns every flyweight, scratch buffer and epoch slot that the thread needs, so no
 * call allocates, locks or looks up a thread-local.
 *
 * <p><b>The lifetime rule.</b> A view that was returned or filled through a session is valid until the next call on
 * that session or on anything made from it (a table, reader or cursor). On an engine with
 * {@link Capability#ZERO_COPY_READ}, a view read at a {@link Snapshot} is valid until the snapshot closes. The kit's
 * strict wrapper poisons views whose lifetime has ended.
 *
 * <p>Threads: confined to the thread that opened it, except {@link #close}, which may come from another thread when
 * the owner has stopped using it.
 */
public interface Session extends AutoCloseable {

    /** @throws EngineException.NoSuchTable with the nearest name there is */
    Table table(String name);

    /**
     * A consistent read point over all tables: everything committed up to now, nothing after.
     *
     * @throws EngineException.Unsupported without {@link Capability#SNAPSHOT}
     */
    Snapshot snapshot();

    /**
     * Applies the whole batch at one commit point, or nothing of it.
     *
     * @return the sequence of the commit, {@link Outcome#NO_CHANGE} for an empty batch or one of deletes of absent
     *     items, {@link Outcome#CONDITION_FAILED} with {@link WriteBatch#failedIndex} set, or {@link Outcome#UNKNOWN}
     * @throws EngineException.Unsupported without {@link Capability#ATOMIC_BATCH},
     *     {@link Capability#ATOMIC_BATCH_ACROSS_PARTITIONS} if it spans partitions, or
     *     {@link Capability#ATOMIC_BATCH_ACROSS_TABLES} if it spans tables
     * @throws IllegalArgumentException if it is over {@link Limits#batchOperations} or {@link Limits#batchBytes}
     */
    long commit(WriteBatch batch, Durability durability);

    /**
     * Waits until {@link Engine#durableSequence} is at least {@code sequence}, syncing if nobody else does. With it
     * one thread writes many items at {@link Durability#PROCESS} and waits once.
     */
    void awaitDurable(long sequence);

    @Override
    void close();
}
