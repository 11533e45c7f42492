package dev.dyno.dynamo.operation;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteOptions;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;

/**
 * Makes single changes happen: as one write of the engine with the condition inside it, or, where there are indexes, as
 * a batch on condition that the item is still the one that was read, tried again if it is not. Nobody waits for a lock;
 * of several that try at once one succeeds in every round. Confined to a thread.
 */
final class Writes {

    private final Context context;
    private final IndexWrites indexes = new IndexWrites();
    /** The items before and after, as far as they are wanted: copies, valid until the next change. */
    private final ItemWriter images = new ItemWriter();
    private final ItemView current = new ItemView();
    private final Value oldItem = new Value();
    private final Value newItem = new Value();
    private int oldLength;
    private int newAt;
    private int newLength;

    Writes(Context context) {
        this.context = context;
    }

    /**
     * Makes a change happen.
     *
     * @return whether its condition held
     */
    boolean apply(OpenTable table, Key key, Change change, ItemWriter arena) {
        images.clear();
        oldLength = 0;
        newLength = 0;
        if (table.isIndexed()) {
            return applyIndexed(table, key, change, arena);
        }
        return switch (change.kind) {
            case PUT -> {
                WriteOptions options = options(change);
                long outcome = table.base.put(key, arena.buffer(), change.item, change.itemEnd - change.item, options);
                yield settled(outcome, change, options);
            }
            case DELETE -> {
                WriteOptions options = options(change);
                yield settled(table.base.delete(key, options), change, options);
            }
            case UPDATE, CHECK -> throw new IllegalStateException("not a single write: kind=" + change.kind);
        };
    }

    private WriteOptions options(Change change) {
        WriteOptions options = context.freshWrite();
        if (change.condition != null) {
            options.ifMatches(change.predicate);
        }
        return change.wantsOld ? options.returnOld() : options;
    }

    private boolean settled(long outcome, Change change, WriteOptions options) {
        checkKnown(outcome);
        if (change.wantsOld) {
            keepOld(options.old());
        }
        return outcome != Outcome.CONDITION_FAILED;
    }

    private void keepOld(ItemView old) {
        oldLength = 0;
        if (old.exists()) {
            images.copyItem(old.value(), 0, old.length());
            oldLength = old.length();
        }
    }

    private boolean applyIndexed(OpenTable table, Key key, Change change, ItemWriter arena) {
        while (true) {
            images.clear();
            table.base.strong().get(key, current);
            keepOld(current);
            long sequence = current.sequence();
            if (!change.holds(current)) {
                return false;
            }
            context.batch.clear();
            oldItem();
            WriteOptions options = context.freshWrite().ifSequence(sequence);
            switch (change.kind) {
                case PUT -> {
                    newItem.wrapItem(arena.buffer(), change.item, change.itemEnd - change.item);
                    context.batch.put(table.base, key, arena.buffer(), change.item, change.itemEnd - change.item,
                            options);
                }
                case DELETE -> {
                    newItem.clear();
                    if (!oldItem.exists()) {
                        return true;
                    }
                    context.batch.delete(table.base, key, options);
                }
                case UPDATE, CHECK -> throw new IllegalStateException("not a single write: kind=" + change.kind);
            }
            indexes.add(table, key, oldItem, newItem, context.batch);
            long outcome = context.session.commit(context.batch, context.durability());
            checkKnown(outcome);
            if (outcome != Outcome.CONDITION_FAILED) {
                return true;
            }
        }
    }

    /** The item before, if it was wanted and there was one. */
    Value oldItem() {
        return oldLength == 0 ? oldItem.clear() : oldItem.wrapItem(images.buffer(), 0, oldLength);
    }

    static void checkKnown(long outcome) {
        if (outcome == Outcome.UNKNOWN) {
            throw new DynamoError(ErrorType.INTERNAL_SERVER_ERROR, "The outcome of the write is unknown");
        }
    }
}
