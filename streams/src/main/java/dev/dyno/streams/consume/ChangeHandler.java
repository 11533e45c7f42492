package dev.dyno.streams.consume;

import dev.dyno.api.WriteBatch;
import dev.dyno.streams.read.RecordPage;

/** What a consumer does with changes. */
@FunctionalInterface
public interface ChangeHandler {

    /**
     * Handles the records of a page, which are of one shard and in order.
     *
     * <p>Effects put into {@code effects} happen exactly once: they are committed together with the checkpoint, and not
     * at all if the lease was lost. Whatever else it does happens at least once: after a crash, or a lease that was
     * lost, the page may come again, here or at another consumer. If it throws, nothing is committed.
     *
     * @param effects on tables of the session that the consumer has; one operation for each item
     */
    void onChanges(RecordPage page, WriteBatch effects);
}
