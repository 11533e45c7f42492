package dev.dyno.dynamo.operation;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteOptions;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.Value;

/**
 * Makes single changes happen: as one write of the engine with the condition inside it, or, where there are indexes, as
 * a batch on condition that the item is still the one that was read, tried again if it is not. Nobody waits for a lock;
 * of several that try at once one succeeds in every round. Confined to a thread.
 */
final class Writes {

    private final Context context;
    private final IndexWrites indexes = new IndexWrites();
    private final ItemView current = new ItemView();
    private final Value none = new Value();

    Writes(Context context) {
        this.context = context;
    }

    /**
     * Makes a change happen.
     *
     * @return whether its condition held
     * @throws DynamoError if the item cannot be changed so
     */
    boolean apply(OpenTable table, Key key, Change change) {
        indexes.clear(table);
        if (table.isIndexed()) {
            return applyIndexed(table, key, change);
        }
        WriteOptions options = context.freshWrite();
        switch (change.kind) {
            case PUT -> {
                prepare(change, options);
                long outcome = table.base.put(key, change.request.arena.buffer(), change.request.item,
                        change.request.itemEnd - change.request.item, options);
                settle(outcome, change, options);
            }
            case DELETE -> {
                prepare(change, options);
                settle(table.base.delete(key, options), change, options);
            }
            case UPDATE -> checkKnown(table.base.update(key, change.updater, options));
            case CHECK -> throw new IllegalStateException("not a single write: kind=" + change.kind);
        }
        return held(change);
    }

    private static void prepare(Change change, WriteOptions options) {
        if (change.condition != null) {
            options.ifMatches(change.predicate); // which keeps the old item
        } else if (change.wantsOld) {
            options.returnOld();
        }
    }

    private static void settle(long outcome, Change change, WriteOptions options) {
        checkKnown(outcome);
        if (change.condition == null && change.wantsOld) {
            change.keepOld(options.old());
        }
    }

    private static boolean held(Change change) {
        if (change.decision == Change.Decision.REFUSED) {
            throw change.refusal;
        }
        return change.decision != Change.Decision.FAILED;
    }

    private boolean applyIndexed(OpenTable table, Key key, Change change) {
        change.wantsOld = true;
        while (true) {
            table.base.strong().get(key, current);
            long sequence = current.sequence();
            change.decide(current);
            context.batch.clear();
            indexes.clear(table);
            if (!held(change)) {
                return false;
            }
            if (change.decision == Change.Decision.KEEP) {
                return true;
            }
            add(table, key, change, sequence);
            long outcome = context.session.commit(context.batch, context.durability());
            checkKnown(outcome);
            if (outcome != Outcome.CONDITION_FAILED) {
                return true;
            }
        }
    }

    /** Adds a change that was decided to the batch, on condition that the item is the one that was seen. */
    void add(OpenTable table, Key key, Change change, long sequence) {
        WriteOptions options = context.write.reset().ifSequence(sequence);
        switch (change.decision) {
            case WRITE -> {
                Value item = change.newItem();
                int header = ItemLayout.HEADER_LENGTH;
                context.batch.put(table.base, key, item.buffer(), item.offset() - header, item.length() + header,
                        options);
                indexes.add(table, key, change.oldItem(), item, context.batch);
            }
            case REMOVE -> {
                context.batch.delete(table.base, key, options);
                indexes.add(table, key, change.oldItem(), none, context.batch);
            }
            case KEEP -> context.batch.check(table.base, key, options);
            case FAILED, REFUSED -> throw new IllegalStateException("not to be done: decision=" + change.decision);
        }
    }

    /** Bytes of entries written to each index by the last change. */
    IndexWrites indexes() {
        return indexes;
    }

    static void checkKnown(long outcome) {
        if (outcome == Outcome.UNKNOWN) {
            throw new DynamoError(ErrorType.INTERNAL_SERVER_ERROR, "The outcome of the write is unknown");
        }
    }
}
