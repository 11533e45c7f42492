package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.item.Entries;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import java.util.List;

/** The operators and functions of conditions. Each finds its operands in place and copies nothing. */
final class Conditions {

    private Conditions() {
    }

    enum Operator {
        EQ("="), NE("<>"), LT("<"), LE("<="), GT(">"), GE(">=");

        final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        static Operator of(String symbol) {
            for (Operator operator : values()) {
                if (operator.symbol.equals(symbol)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("no such operator: symbol=" + symbol);
        }

        boolean holds(Value left, Value right) {
            if (this == EQ || this == NE) {
                return (left.exists() && right.exists() && left.sameAs(right)) == (this == EQ);
            }
            if (left.type() != right.type() || !Types.isScalar(left.type())) {
                return false;
            }
            int order = left.compareTo(right);
            return switch (this) {
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                default -> order >= 0;
            };
        }
    }

    record Comparison(Operator operator, Operand left, Operand right) implements Condition {
        @Override
        public boolean test(Scope scope) {
            Value a = scope.take();
            Value b = scope.take();
            left.resolve(scope, a);
            right.resolve(scope, b);
            boolean holds = operator.holds(a, b);
            scope.give(2);
            return holds;
        }
    }

    record Between(Operand operand, Operand low, Operand high) implements Condition {
        @Override
        public boolean test(Scope scope) {
            Value value = scope.take();
            Value bound = scope.take();
            operand.resolve(scope, value);
            low.resolve(scope, bound);
            boolean holds = Operator.GE.holds(value, bound);
            high.resolve(scope, bound);
            holds &= Operator.LE.holds(value, bound);
            scope.give(2);
            return holds;
        }
    }

    record In(Operand operand, List<Operand> choices) implements Condition {
        @Override
        public boolean test(Scope scope) {
            Value value = scope.take();
            Value choice = scope.take();
            operand.resolve(scope, value);
            boolean holds = false;
            for (int i = 0; i < choices.size() && !holds; i++) {
                choices.get(i).resolve(scope, choice);
                holds = Operator.EQ.holds(value, choice);
            }
            scope.give(2);
            return holds;
        }
    }

    record Exists(Operand path, boolean expected) implements Condition {
        @Override
        public boolean test(Scope scope) {
            Value value = scope.take();
            path.resolve(scope, value);
            boolean holds = value.exists() == expected;
            scope.give(1);
            return holds;
        }
    }

    record TypeIs(Operand operand, Operand name) implements Condition {
        @Override
        public boolean test(Scope scope) {
            Value value = scope.take();
            Value type = scope.take();
            operand.resolve(scope, value);
            name.resolve(scope, type);
            boolean holds = value.exists() && type.exists() && type.type() == Types.S
                    && Types.of(type.text()) == value.type();
            scope.give(2);
            return holds;
        }
    }

    /** {@code IS} of a statement. */
    record IsType(Operand operand, int type) implements Condition {
        @Override
        public boolean test(Scope scope) {
            Value value = scope.take();
            operand.resolve(scope, value);
            boolean holds = value.type() == type;
            scope.give(1);
            return holds;
        }
    }

    record BeginsWith(Operand operand, Operand prefix) implements Condition {
        @Override
        public boolean test(Scope scope) {
            Value value = scope.take();
            Value start = scope.take();
            operand.resolve(scope, value);
            prefix.resolve(scope, start);
            boolean holds = value.type() == start.type() && (value.type() == Types.S || value.type() == Types.B)
                    && value.startsWith(start);
            scope.give(2);
            return holds;
        }
    }

    record Contains(Operand operand, Operand part) implements Condition {
        @Override
        public boolean test(Scope scope) {
            Value value = scope.take();
            Value sought = scope.take();
            operand.resolve(scope, value);
            part.resolve(scope, sought);
            boolean holds = sought.exists() && switch (value.type()) {
                case Types.S, Types.B -> value.type() == sought.type() && value.contains(sought);
                case Types.SS, Types.NS, Types.BS -> Types.member(value.type()) == sought.type()
                        && value.hasMember(sought.buffer(), sought.offset(), sought.length());
                case Types.L -> hasElement(value, sought, scope);
                default -> false;
            };
            scope.give(2);
            return holds;
        }

        private static boolean hasElement(Value list, Value sought, Scope scope) {
            Entries elements = scope.walk().over(list);
            while (elements.next()) {
                if (elements.value().sameAs(sought)) {
                    return true;
                }
            }
            return false;
        }
    }

    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean test(Scope scope) {
            return left.test(scope) && right.test(scope);
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean test(Scope scope) {
            return left.test(scope) || right.test(scope);
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public boolean test(Scope scope) {
            return !condition.test(scope);
        }
    }
}
