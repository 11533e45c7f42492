package dev.dyno.dynamo.operation;

import dev.dyno.api.Range;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.KeyCondition;
import dev.dyno.dynamo.expression.KeyCondition.Relation;
import dev.dyno.dynamo.expression.Scope;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.table.KeyAttribute;

/** Where a key condition lies in the engine's table of the items or of an index's entries. Confined to a thread. */
final class KeyRange {

    private final Range range = new Range();
    private final IndexKeys lower = new IndexKeys();
    private final IndexKeys upper = new IndexKeys();
    private final Value partition = new Value();
    private final Value first = new Value();
    private final Value second = new Value();

    /**
     * The range of a condition.
     *
     * @param hash which term is that of the partition key
     * @return valid until the next call, as long as what the scope is over
     * @throws DynamoError if a value is not of its key's type, or empty
     */
    Range of(KeyCondition keys, int hash, Target target, Scope scope) {
        keys.first(hash, scope, partition);
        check(partition, target.keys().hash());
        range.partition(partition.buffer(), partition.offset(), partition.length());
        if (keys.size() == 1) {
            return range;
        }
        KeyAttribute sort = target.keys().range();
        keys.first(1 - hash, scope, first);
        keys.second(1 - hash, scope, second);
        check(first, sort);
        check(second, sort);
        if (target.index == null) {
            ofItems(keys.relation(1 - hash));
        } else {
            ofEntries(keys.relation(1 - hash));
        }
        return range;
    }

    private static void check(Value value, KeyAttribute key) {
        if (value.type() != key.type()) {
            throw DynamoError.invalid("Condition parameter type does not match schema type");
        }
        if (value.length() == 0) {
            throw DynamoError.validation("One or more parameter values are not valid. The AttributeValue for a key "
                    + "attribute cannot contain an empty string value. Key: " + key.name());
        }
    }

    private void ofItems(Relation relation) {
        switch (relation) {
            case EQ, BETWEEN -> {
                range.from(first.buffer(), first.offset(), first.length(), true);
                range.to(second.buffer(), second.offset(), second.length(), true);
            }
            case LT -> range.to(first.buffer(), first.offset(), first.length(), false);
            case LE -> range.to(first.buffer(), first.offset(), first.length(), true);
            case GT -> range.from(first.buffer(), first.offset(), first.length(), false);
            case GE -> range.from(first.buffer(), first.offset(), first.length(), true);
            case BEGINS_WITH -> range.prefix(first.buffer(), first.offset(), first.length());
        }
    }

    private void ofEntries(Relation relation) {
        switch (relation) {
            case EQ, BETWEEN -> {
                from(first, false);
                to(second, true);
            }
            case LT -> to(first, false);
            case LE -> to(first, true);
            case GT -> from(first, true);
            case GE -> from(first, false);
            case BEGINS_WITH -> {
                int length = lower.prefix(first.buffer(), first.offset(), first.length());
                range.prefix(lower.bytes(), 0, length);
            }
        }
    }

    private void from(Value bound, boolean behind) {
        int length = lower.bound(bound.buffer(), bound.offset(), bound.length(), behind);
        range.from(lower.bytes(), 0, length, true);
    }

    private void to(Value bound, boolean behind) {
        int length = upper.bound(bound.buffer(), bound.offset(), bound.length(), behind);
        range.to(upper.bytes(), 0, length, false);
    }
}
