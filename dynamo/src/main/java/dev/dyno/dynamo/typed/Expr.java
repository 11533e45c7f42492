package dev.dyno.dynamo.typed;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An expression with what its placeholders stand for: {@code Expr.of("n < :most").value(":most", 5)}. Immutable.
 *
 * @param text as in the request: a condition, a filter, a key condition, an update
 * @param names of attributes, by placeholders that begin with {@code #}
 * @param values by placeholders that begin with a colon, of the types of {@link Item}
 */
public record Expr(String text, Map<String, String> names, Map<String, Object> values) {

    public Expr {
        names = Map.copyOf(names);
        values = new LinkedHashMap<>(values);
    }

    public static Expr of(String text) {
        return new Expr(text, Map.of(), Map.of());
    }

    public Expr name(String placeholder, String attribute) {
        Map<String, String> all = new LinkedHashMap<>(names);
        all.put(placeholder, attribute);
        return new Expr(text, all, values);
    }

    public Expr value(String placeholder, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put(placeholder, value);
        return new Expr(text, names, all);
    }
}
