package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;

/** What stands at one side of an operator. Immutable and shared, as a {@link Condition} is. */
sealed interface Operand {

    /** Finds the value in the scope; {@code out} is cleared if there is none. */
    void resolve(Scope scope, Value out);

    /** A place in the item. */
    record At(DocumentPath path) implements Operand {
        @Override
        public void resolve(Scope scope, Value out) {
            path.find(scope.item(), out);
        }
    }

    /** A value of the request, by its placeholder with the colon. */
    record Given(String placeholder, byte[] utf8) implements Operand {
        @Override
        public void resolve(Scope scope, Value out) {
            scope.values().find(utf8, out);
        }
    }

    /** A value of the request that has no placeholder, by its place in the arena. */
    record Placed(int place) implements Operand {
        @Override
        public void resolve(Scope scope, Value out) {
            out.wrap(scope.arena(), place);
        }
    }

    /** A literal or parameter of a statement, by its place in the arena. */
    record Literal(int place) implements Operand {
        @Override
        public void resolve(Scope scope, Value out) {
            out.wrap(scope.arena(), place);
        }
    }

    /** {@code size(path)}: characters of a string, bytes of a binary, members of a set, list or map. */
    record Size(Operand of) implements Operand {
        @Override
        public void resolve(Scope scope, Value out) {
            Value value = scope.take();
            of.resolve(scope, value);
            switch (value.type()) {
                case Types.NONE, Types.N, Types.BOOL, Types.NULL -> out.clear();
                case Types.S -> scope.number(value.characters(), out);
                case Types.B -> scope.number(value.length(), out);
                default -> scope.number(value.count(), out);
            }
            scope.give(1);
        }
    }
}
