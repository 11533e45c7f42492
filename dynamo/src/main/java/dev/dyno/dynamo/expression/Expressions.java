package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.grammar.ExpressionParser;
import dev.dyno.dynamo.item.Entries;
import dev.dyno.dynamo.item.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Compiles a request's expressions, and keeps what was compiled: programs ask the same few again and again. One for a
 * session, confined to its thread.
 *
 * <p>For one request: {@link #begin}, {@link #get} for each expression, {@link #end}, which finds what was not used.
 */
public final class Expressions {

    private static final int KEPT_MAX = 500;
    private static final int VARIANTS_MAX = 8;

    private final Map<ExpressionKind, Map<String, List<Expression>>> kept = new EnumMap<>(ExpressionKind.class);
    private final List<Expression> current = new ArrayList<>();
    private final Value values = new Value();
    private final Value scratch = new Value();
    private final Entries walk = new Entries();
    private Map<String, String> names;

    public Expressions() {
        for (ExpressionKind kind : ExpressionKind.values()) {
            kept.put(kind, new HashMap<>());
        }
    }

    /**
     * A new request.
     *
     * @param given {@code ExpressionAttributeNames}; null if absent
     * @param givenValues {@code ExpressionAttributeValues} as a map; does not exist if absent
     */
    public void begin(Map<String, String> given, Value givenValues) {
        current.clear();
        names = given;
        values.wrap(givenValues);
        if (!givenValues.exists()) {
            values.clear();
        }
    }

    /** @return the compiled expression, or null for none. @throws DynamoError for what is wrong with it */
    public Expression get(ExpressionKind kind, String text) {
        if (text == null) {
            return null;
        }
        Map<String, List<Expression>> ofKind = kept.get(kind);
        List<Expression> variants = ofKind.get(text);
        Expression found = variants == null ? null : variant(variants);
        if (found == null) {
            found = compile(kind, text);
            if (ofKind.size() >= KEPT_MAX) {
                ofKind.clear();
            }
            variants = ofKind.computeIfAbsent(text, any -> new ArrayList<>());
            if (variants.size() >= VARIANTS_MAX) {
                variants.clear();
            }
            variants.add(found);
        }
        found.checkValues(values, scratch);
        current.add(found);
        return found;
    }

    private Expression variant(List<Expression> variants) {
        for (int i = 0; i < variants.size(); i++) {
            if (Objects.equals(variants.get(i).names, names)) {
                return variants.get(i);
            }
        }
        return null;
    }

    private Expression compile(ExpressionKind kind, String text) {
        Placeholders placeholders = new Placeholders(kind.member(), names);
        ExpressionParser parser = Parsing.parser(kind.member(), text);
        ConditionCompiler conditions = new ConditionCompiler(placeholders);
        return switch (kind) {
            case CONDITION, FILTER -> new Expression(kind, names,
                    conditions.condition(parser.conditionRoot().condition()), placeholders, conditions.checks);
            case KEY_CONDITION -> new Expression(kind, names,
                    KeyCondition.compile(parser.conditionRoot().condition(), conditions), placeholders,
                    conditions.checks);
            case UPDATE -> {
                UpdateCompiler updates = new UpdateCompiler(placeholders);
                yield new Expression(kind, names, updates.update(parser.updateRoot()), placeholders, updates.checks);
            }
            case PROJECTION -> {
                PathTree paths = PathTree.root();
                parser.projectionRoot().path().forEach(
                        path -> paths.add(conditions.path(path), paths.names().size(), kind.member()));
                yield new Expression(kind, names, new Projection(paths), placeholders, List.of());
            }
        };
    }

    /** The end of the request's expressions. @throws DynamoError if names or values were given and not used */
    public void end() {
        if (names != null) {
            boolean all = current.size() == 1 && current.getFirst().countOfNames() == names.size();
            if (!all) {
                checkNames();
            }
        }
        if (values.exists()) {
            checkValues();
        }
    }

    private void checkNames() {
        TreeSet<String> unused = new TreeSet<>(names.keySet());
        unused.removeIf(name -> current.stream().anyMatch(expression -> expression.usesName(name)));
        if (!unused.isEmpty()) {
            throw DynamoError.validation("Value provided in ExpressionAttributeNames unused in expressions: keys: {"
                    + String.join(", ", unused) + "}");
        }
    }

    private void checkValues() {
        int count = 0;
        walk.over(values);
        while (walk.next()) {
            count++;
        }
        if (current.size() == 1 && current.getFirst().countOfValues() == count) {
            return;
        }
        List<String> unused = new ArrayList<>();
        walk.over(values);
        while (walk.next()) {
            String name = walk.name();
            if (current.stream().noneMatch(expression -> expression.usesValue(name))) {
                unused.add(name);
            }
        }
        if (!unused.isEmpty()) {
            throw DynamoError.validation("Value provided in ExpressionAttributeValues unused in expressions: keys: {"
                    + String.join(", ", unused) + "}");
        }
    }
}
