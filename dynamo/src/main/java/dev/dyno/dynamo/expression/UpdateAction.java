package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Lengths;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import org.agrona.DirectBuffer;

/** One action of an update: what becomes of what is at its path. Immutable and shared. */
sealed interface UpdateAction {

    DocumentPath path();

    /** Computes the new value; {@code out} is cleared for none, which removes what is there. */
    void compute(Scope scope, ItemWriter scratch, Value out);

    /** Whether it can bring an item into being. */
    default boolean creates() {
        return true;
    }

    record Set(DocumentPath path, SetValue value) implements UpdateAction {
        @Override
        public void compute(Scope scope, ItemWriter scratch, Value out) {
            value.compute(scope, scratch, out);
        }
    }

    record Remove(DocumentPath path) implements UpdateAction {
        @Override
        public void compute(Scope scope, ItemWriter scratch, Value out) {
            out.clear();
        }

        @Override
        public boolean creates() {
            return false;
        }
    }

    /** A number is added, members are added to a set, and, in the legacy form, elements to a list. */
    record Add(DocumentPath path, Operand operand) implements UpdateAction {
        @Override
        public void compute(Scope scope, ItemWriter scratch, Value out) {
            Value old = new Value();
            Value added = new Value();
            path.find(scope.item(), old);
            operand.resolve(scope, added);
            if (!old.exists()) {
                out.wrap(added);
                return;
            }
            if (old.type() != added.type()) {
                throw operand instanceof Operand.Placed
                        ? DynamoError.validation("Type mismatch for attribute to update") : SetValue.wrongType();
            }
            switch (old.type()) {
                case Types.N -> SetValue.sum(old, added, false, scratch, out);
                case Types.SS, Types.NS, Types.BS -> {
                    int at = scratch.begin(old.type());
                    members(old, null, scratch);
                    members(added, old, scratch);
                    scratch.end(at);
                    out.wrap(scratch.buffer(), at);
                }
                case Types.L -> new SetValue.ListAppend(new SetValue.Of(new Operand.At(path)),
                        new SetValue.Of(operand)).compute(scope, scratch, out);
                default -> throw SetValue.wrongType();
            }
        }
    }

    /** Members are taken out of a set; one without members is removed. */
    record Delete(DocumentPath path, Operand operand) implements UpdateAction {
        @Override
        public void compute(Scope scope, ItemWriter scratch, Value out) {
            Value old = new Value();
            Value taken = new Value();
            path.find(scope.item(), old);
            operand.resolve(scope, taken);
            if (!old.exists()) {
                out.clear();
                return;
            }
            if (old.type() != taken.type() || !Types.isSet(old.type())) {
                throw SetValue.wrongType();
            }
            int at = scratch.begin(old.type());
            int before = scratch.end();
            members(old, taken, scratch);
            boolean empty = scratch.end() == before;
            scratch.end(at);
            if (empty) {
                out.clear();
            } else {
                out.wrap(scratch.buffer(), at);
            }
        }

        @Override
        public boolean creates() {
            return false;
        }
    }

    /** Writes the members of a set that another one, if there is one, does not have. */
    private static void members(Value set, Value without, ItemWriter out) {
        DirectBuffer buffer = set.buffer();
        for (int at = set.offset(); at < set.end();) {
            int length = Lengths.get(buffer, at);
            int memberAt = at + Lengths.bytes(length);
            if (without == null || !without.hasMember(buffer, memberAt, length)) {
                out.member(buffer, memberAt, length);
            }
            at = memberAt + length;
        }
    }
}
