package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;

/** What an operator asks of a value of the request, whatever the items are: checked once a request. */
interface ValueCheck {

    /** @throws DynamoError if the values are not what the operator takes */
    void check(String member, Value values);

    /** A value of one of some types. @param types one bit for each */
    record TypeIn(Operand.Given value, String operator, int types) implements ValueCheck {
        @Override
        public void check(String member, Value values) {
            Value found = new Value();
            values.find(value.utf8(), found);
            if (found.exists() && (types >> found.type() & 1) == 0) {
                throw DynamoError.validation("Invalid " + member + ": Incorrect operand type for operator or function; "
                        + operator + ", operand type: " + Types.name(found.type()));
            }
        }
    }

    /** As {@link TypeIn}, in the words of the actions of updates. */
    record ActionType(Operand.Given value, String action, int types) implements ValueCheck {
        @Override
        public void check(String member, Value values) {
            Value found = new Value();
            values.find(value.utf8(), found);
            if (found.exists() && (types >> found.type() & 1) == 0) {
                throw DynamoError.validation("Invalid " + member + ": Incorrect operand type for operator or function; "
                        + "operator: " + action + ", operand type: " + Types.word(found.type())
                        + ", typeSet: ALLOWED_FOR_" + action + "_OPERAND");
            }
        }
    }

    /** The second operand of attribute_type. */
    record TypeName(Operand.Given value) implements ValueCheck {
        @Override
        public void check(String member, Value values) {
            Value found = new Value();
            values.find(value.utf8(), found);
            if (found.type() == Types.S && Types.of(found.text()) == Types.NONE) {
                throw DynamoError.validation("Invalid " + member + ": Invalid attribute type name found; type: "
                        + found.text() + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
            }
        }
    }

    /** Bounds of BETWEEN. */
    record Bounds(Operand.Given low, Operand.Given high) implements ValueCheck {
        @Override
        public void check(String member, Value values) {
            Value from = new Value();
            Value to = new Value();
            values.find(low.utf8(), from);
            values.find(high.utf8(), to);
            if (from.exists() && to.exists() && from.type() != to.type()) {
                throw refuse(member, "same data type for lower and upper bounds", from, to);
            }
            if (from.exists() && to.exists() && from.compareTo(to) > 0) {
                throw refuse(member, "upper bound to be greater than or equal to lower bound", from, to);
            }
        }

        private static DynamoError refuse(String member, String what, Value from, Value to) {
            return DynamoError.validation("Invalid " + member + ": The BETWEEN operator requires " + what
                    + "; lower bound operand: " + show(from) + ", upper bound operand: " + show(to));
        }

        private static String show(Value value) {
            return "AttributeValue: {" + Types.name(value.type()) + ":"
                    + (value.type() == Types.B ? value.length() + " bytes" : value.text()) + "}";
        }
    }
}
