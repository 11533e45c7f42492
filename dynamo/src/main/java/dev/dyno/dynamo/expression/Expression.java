package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An expression that was compiled: one of a condition, a key condition, an update or a projection, with the
 * placeholders it uses. Immutable and shared by threads.
 */
public final class Expression {

    private final ExpressionKind kind;
    final Map<String, String> names;
    private final Object compiled;
    private final List<String> usedNames;
    private final List<Operand.Given> usedValues;
    private final List<ValueCheck> checks;
    private final Set<String> attributes;

    Expression(ExpressionKind kind, Map<String, String> names, Object compiled, Placeholders used,
            List<ValueCheck> checks) {
        this.kind = kind;
        this.names = names;
        this.compiled = compiled;
        this.usedNames = List.copyOf(used.usedNames);
        this.usedValues = List.copyOf(used.usedValues).stream().map(used::value).toList();
        this.checks = List.copyOf(checks);
        this.attributes = Set.copyOf(used.attributes);
    }

    public Condition condition() {
        return (Condition) compiled;
    }

    public KeyCondition keyCondition() {
        return (KeyCondition) compiled;
    }

    public Update update() {
        return (Update) compiled;
    }

    public Projection projection() {
        return (Projection) compiled;
    }

    /** Whether a path in it begins with an attribute. */
    public boolean mentions(String attribute) {
        return attributes.contains(attribute);
    }

    boolean usesName(String placeholder) {
        return usedNames.contains(placeholder);
    }

    int countOfNames() {
        return usedNames.size();
    }

    boolean usesValue(String placeholder) {
        for (Operand.Given used : usedValues) {
            if (used.placeholder().equals(placeholder)) {
                return true;
            }
        }
        return false;
    }

    int countOfValues() {
        return usedValues.size();
    }

    /** Whether the request has the values that it needs, of the types that they must be. */
    void checkValues(Value values, Value scratch) {
        for (int i = 0; i < usedValues.size(); i++) {
            if (!values.find(usedValues.get(i).utf8(), scratch)) {
                throw DynamoError.validation("Invalid " + kind.member() + ": An expression attribute value used in "
                        + "expression is not defined; attribute value: " + usedValues.get(i).placeholder());
            }
        }
        for (int i = 0; i < checks.size(); i++) {
            checks.get(i).check(kind.member(), values);
        }
    }
}
