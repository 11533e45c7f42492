package dev.dyno.dynamo.operation;

import dev.dyno.api.ItemPredicate;
import dev.dyno.api.ItemView;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.expression.Scope;

/**
 * A write of one item as it is asked for: under which condition, and what is to become of the item. Confined to a
 * thread, but for the predicate, which the engine runs at the commit point.
 */
final class Change {

    enum Kind { PUT, DELETE, UPDATE, CHECK }

    private final Scope scope;
    final ItemPredicate predicate = this::holds;
    Kind kind;
    /** Null: always. */
    Condition condition;
    /** Whether the item before is wanted: for the answer, or if the condition fails. */
    boolean wantsOld;
    /** The new item of a put, in the request's arena. */
    int item;
    int itemEnd;

    Change(Scope scope) {
        this.scope = scope;
    }

    boolean holds(ItemView current) {
        return condition == null || condition.test(scope.item(current));
    }
}
