package dev.dyno.dynamo.operation;

import dev.dyno.api.ItemPredicate;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.expression.Scope;
import dev.dyno.dynamo.expression.Update;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.TableModel;
import org.agrona.MutableDirectBuffer;

/**
 * A write of one item as it is asked for, and what comes of it: {@link #decide} looks at the item as it is and computes
 * what is to become of it. It is run at the commit point by {@link #predicate} and {@link #updater}, perhaps more than
 * once and on another thread, or before a batch that is on condition of what was seen. It keeps copies of the items
 * before and after as far as they are wanted. Confined to a thread, but for those two.
 */
final class Change {

    enum Kind { PUT, DELETE, UPDATE, CHECK }

    enum Decision {
        /** The new item is to be written. */
        WRITE,
        /** The item is to be removed. */
        REMOVE,
        /** Nothing is to be done. */
        KEEP,
        /** The condition does not hold. */
        FAILED,
        /** The item cannot be changed like this: {@link #refusal}. */
        REFUSED
    }

    private final Scope scope = new Scope();
    private final Keys keys = new Keys();
    private final ItemWriter oldImage = new ItemWriter();
    private final ItemWriter newImage = new ItemWriter();
    private final ItemWriter scratch = new ItemWriter();
    private final Value base = new Value();
    private final Value oldItem = new Value();
    private final Value newItem = new Value();

    final ItemPredicate predicate = current -> decide(current) != Decision.FAILED;
    final ItemUpdater updater = this::update;

    Kind kind = Kind.CHECK;
    TableModel table;
    Request request;
    /** Null: always. */
    Condition condition;
    /** Null for an update that only makes sure that there is an item. */
    Update update;
    /** Whether the item before is wanted: for the answer, for its size, or if the condition fails. */
    boolean wantsOld;
    /** In a transaction a wrong key of an index is told as of a put. */
    boolean transactional;
    Decision decision = Decision.KEEP;
    DynamoError refusal;

    /** Forgets what came of the change before. */
    Change begin(Kind what, TableModel ofTable, Request asked) {
        kind = what;
        table = ofTable;
        request = asked;
        condition = null;
        update = null;
        wantsOld = false;
        transactional = false;
        decision = Decision.KEEP;
        refusal = null;
        oldItem.clear();
        newItem.clear();
        return this;
    }

    /** What is to become of the item. Never throws, because engines do not expect it of what they call. */
    Decision decide(ItemView current) {
        keepOld(current);
        scope.item(current);
        if (request.values == Request.NONE) {
            scope.noValues();
        } else {
            scope.values(request.arena.buffer(), request.values, request.valuesEnd - request.values);
        }
        scope.arena(request.arena.buffer());
        if (condition != null && !condition.test(scope)) {
            decision = Decision.FAILED;
            return decision;
        }
        decision = switch (kind) {
            case PUT -> {
                newItem.wrapItem(request.arena.buffer(), request.item, request.itemEnd - request.item);
                yield Decision.WRITE;
            }
            case DELETE -> current.exists() ? Decision.REMOVE : Decision.KEEP;
            case CHECK -> Decision.KEEP;
            case UPDATE -> updated(current);
        };
        return decision;
    }

    /** For what the options of a write has, where nothing was decided by this change. */
    void keepOld(ItemView current) {
        oldItem.clear();
        if (wantsOld && current.exists()) {
            oldImage.clear().copyItem(current.value(), 0, current.length());
            oldItem.wrapItem(oldImage.buffer(), 0, current.length());
        }
    }

    private Decision updated(ItemView current) {
        if (current.exists()) {
            base.wrapItem(current.value(), 0, current.length());
        } else {
            base.wrapItem(request.arena.buffer(), request.key, request.keyEnd - request.key);
        }
        scope.item(base); // an update sees the key of an item that is not there yet, a condition does not
        try {
            newImage.clear();
            if (update == null) {
                newImage.copyItem(base.buffer(), base.offset() - ItemLayout.HEADER_LENGTH,
                        base.length() + ItemLayout.HEADER_LENGTH);
            } else {
                update.apply(scope, base, scratch.clear(), newImage);
            }
            newItem.wrapItem(newImage.buffer(), 0, newImage.end());
            check();
            boolean nothing = !current.exists() && update != null && !update.creates();
            return nothing ? Decision.KEEP : Decision.WRITE;
        } catch (DynamoError e) {
            refusal = e;
            return Decision.REFUSED;
        }
    }

    /** For what is wrong with the action whatever the item is. */
    void refuse(DynamoError error) {
        refusal = error;
        decision = Decision.REFUSED;
    }

    private void check() {
        if (ItemLayout.size(newImage.buffer(), 0) > ItemOperations.ITEM_BYTES_MAX) {
            throw DynamoError.validation("Item size to update has exceeded the maximum allowed size");
        }
        // In this order as for a put: global ones first.
        for (int i = table.indexes().size() - 1; i >= 0; i--) {
            keys.checkUpdatedIndexKeys(newItem, table.indexes().get(i), transactional);
        }
    }

    private int update(ItemView current, MutableDirectBuffer out) {
        return switch (decide(current)) {
            case WRITE -> {
                out.putBytes(0, newImage.buffer(), 0, newImage.end());
                yield newImage.end();
            }
            case REMOVE -> ItemUpdater.DELETE;
            case KEEP -> ItemUpdater.KEEP;
            case FAILED, REFUSED -> ItemUpdater.ABORT;
        };
    }

    /** The item before, if it was wanted and there was one: valid until the next decision. */
    Value oldItem() {
        return oldItem;
    }

    /** The item after, if there is one: valid until the next decision. */
    Value newItem() {
        return decision == Decision.WRITE ? newItem : newItem.clear();
    }

    Scope scope() {
        return scope;
    }
}
