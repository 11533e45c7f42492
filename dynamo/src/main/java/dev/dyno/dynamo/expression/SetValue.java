package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.Entries;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.NumberException;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;

/** What SET assigns, computed from the item as it was. Immutable and shared. */
sealed interface SetValue {

    /** Finds or computes the value. @param scratch for what is computed. @throws DynamoError if it cannot be */
    void compute(Scope scope, ItemWriter scratch, Value out);

    /** A path, or a value of the request. */
    record Of(Operand operand) implements SetValue {
        @Override
        public void compute(Scope scope, ItemWriter scratch, Value out) {
            operand.resolve(scope, out);
            if (!out.exists()) {
                throw missing();
            }
        }
    }

    record IfNotExists(Operand path, SetValue otherwise) implements SetValue {
        @Override
        public void compute(Scope scope, ItemWriter scratch, Value out) {
            path.resolve(scope, out);
            if (!out.exists()) {
                otherwise.compute(scope, scratch, out);
            }
        }
    }

    record Sum(SetValue left, SetValue right, boolean subtract) implements SetValue {
        @Override
        public void compute(Scope scope, ItemWriter scratch, Value out) {
            Value a = new Value();
            Value b = new Value();
            left.compute(scope, scratch, a);
            right.compute(scope, scratch, b);
            if (a.type() != Types.N || b.type() != Types.N) {
                throw wrongType();
            }
            sum(a, b, subtract, scratch, out);
        }
    }

    record ListAppend(SetValue left, SetValue right) implements SetValue {
        @Override
        public void compute(Scope scope, ItemWriter scratch, Value out) {
            Value a = new Value();
            Value b = new Value();
            left.compute(scope, scratch, a);
            right.compute(scope, scratch, b);
            if (a.type() != Types.L || b.type() != Types.L) {
                throw wrongType();
            }
            int at = scratch.begin(Types.L);
            Entries walk = new Entries();
            for (Value list : new Value[] {a, b}) {
                walk.over(list);
                while (walk.next()) {
                    scratch.copy(walk.value());
                }
            }
            scratch.end(at);
            out.wrap(scratch.buffer(), at);
        }
    }

    static void sum(Value a, Value b, boolean subtract, ItemWriter scratch, Value out) {
        int at = scratch.end();
        try {
            scratch.sum(a, b, subtract);
        } catch (NumberException e) {
            throw DynamoError.validation(e.getMessage());
        }
        out.wrap(scratch.buffer(), at);
    }

    static DynamoError missing() {
        return DynamoError.validation(
                "The provided expression refers to an attribute that does not exist in the item");
    }

    static DynamoError wrongType() {
        return DynamoError.validation("An operand in the update expression has an incorrect data type");
    }
}
