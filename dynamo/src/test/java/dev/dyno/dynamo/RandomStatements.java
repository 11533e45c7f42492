package dev.dyno.dynamo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random items of a table with the keys {@code p} (S) and {@code s} (N), and random statements over them, each with the
 * request of another operation that says the same. A statement gives some of its values as parameters, a request all.
 */
final class RandomStatements {

    private RandomStatements() {
    }

    /** The two texts of one question, as they are written. */
    static final class Texts {
        final StringBuilder statement = new StringBuilder();
        final StringBuilder expression = new StringBuilder();
        final List<String> parameters = new ArrayList<>();
        final Map<String, String> values = new TreeMap<>();

        Texts add(String both) {
            return add(both, both);
        }

        Texts add(String inStatement, String inExpression) {
            statement.append(inStatement);
            expression.append(inExpression);
            return this;
        }

        Texts add(Literal literal) {
            if (literal.parameter) {
                parameters.add(literal.json);
            }
            String name = ":v" + values.size();
            values.put(name, literal.json);
            return add(literal.parameter ? "?" : literal.text, name);
        }

        String givenParameters() {
            return parameters.isEmpty() ? "" : ",\"Parameters\":[" + String.join(",", parameters) + "]";
        }

        String givenValues() {
            StringJoiner all = new StringJoiner(",");
            values.forEach((name, json) -> all.add("\"" + name + "\":" + json));
            return values.isEmpty() ? "" : ",\"ExpressionAttributeValues\":{" + all + "}";
        }
    }

    /** A value in a statement and in a request. @param parameter whether the statement has it as one */
    record Literal(String text, String json, boolean parameter) {
    }

    /** A part of a statement. */
    record Clause(Consumer<Texts> parts) {

        Texts texts() {
            Texts texts = new Texts();
            parts.accept(texts);
            return texts;
        }

        @Override
        public String toString() {
            Texts texts = texts();
            return texts.statement + " " + texts.parameters;
        }
    }

    /** @param json the item @param key its key's members */
    record Item(String json, String key) {
    }

    static Arbitrary<List<Item>> items() {
        Arbitrary<String> key = Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of("-1", "0", "2", "2.5"))
                .as((p, s) -> "\"p\":{\"S\":\"" + p + "\"},\"s\":{\"N\":\"" + s + "\"}");
        Arbitrary<Map<String, String>> attributes = Arbitraries.maps(Arbitraries.of("a", "b", "c"),
                literals(2).map(Literal::json)).ofMaxSize(3);
        Arbitrary<String> indexed = Arbitraries.of("", ",\"g\":{\"S\":\"x\"}", ",\"g\":{\"S\":\"y\"}");
        return Combinators.combine(key, attributes, indexed).as((k, all, g) -> {
            StringBuilder item = new StringBuilder("{" + k + g);
            all.forEach((name, value) -> item.append(",\"").append(name).append("\":").append(value));
            return new Item(item + "}", k);
        }).list().ofMinSize(1).ofMaxSize(10);
    }

    /** @param depth of containers, at most */
    static Arbitrary<Literal> literals(int depth) {
        Arbitrary<Literal> flat = Arbitraries.oneOf(numbers(), strings(),
                literal("true", "{\"BOOL\":true}"), literal("null", "{\"NULL\":true}"),
                literal("<<1, 2>>", "{\"NS\":[\"1\",\"2\"]}"), literal("<<'ex'>>", "{\"SS\":[\"ex\"]}"));
        if (depth == 0) {
            return flat;
        }
        Arbitrary<Literal> inner = literals(depth - 1);
        return Arbitraries.oneOf(flat, flat, flat,
                Combinators.combine(inner, inner, Arbitraries.of(true, false)).as((x, y, given) -> new Literal(
                        "[" + x.text + ", " + y.text + "]", "{\"L\":[" + x.json + "," + y.json + "]}", given)),
                Combinators.combine(inner, Arbitraries.of(true, false)).as((x, given) -> new Literal(
                        "{'x': " + x.text + "}", "{\"M\":{\"x\":" + x.json + "}}", given)));
    }

    static Arbitrary<Literal> numbers() {
        return Combinators.combine(Arbitraries.of("-1.5", "0", "1", "2", "100.25"), Arbitraries.of(true, false))
                .as((text, given) -> new Literal(text, "{\"N\":\"" + text + "\"}", given));
    }

    static Arbitrary<Literal> strings() {
        return Combinators.combine(Arbitraries.of("", "ex", "é", "it's"), Arbitraries.of(true, false))
                .as((text, given) -> new Literal("'" + text.replace("'", "''") + "'", "{\"S\":\"" + text + "\"}",
                        given));
    }

    private static Arbitrary<Literal> literal(String text, String json) {
        return Arbitraries.of(true, false).map(given -> new Literal(text, json, given));
    }

    private static Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "c", "a", "b", "c", "a.x", "b[0]", "c[1].x");
    }

    /** What stands behind WHERE, of attributes that are no keys. */
    static Arbitrary<Clause> conditions() {
        return Arbitraries.lazyOf(RandomStatements::leaves, RandomStatements::leaves, RandomStatements::leaves,
                () -> Combinators.combine(conditions(), Arbitraries.of("AND", "OR"), conditions())
                        .as((x, word, y) -> new Clause(texts -> {
                            x.parts.accept(texts.add("("));
                            y.parts.accept(texts.add(") " + word + " ("));
                            texts.add(")");
                        })),
                () -> conditions().map(x -> new Clause(texts -> {
                    x.parts.accept(texts.add("NOT ("));
                    texts.add(")");
                })));
    }

    private static Arbitrary<Clause> leaves() {
        Arbitrary<Clause> compared = Combinators.combine(paths(), Arbitraries.of("=", "<>", "<", "<=", ">", ">="),
                Arbitraries.oneOf(numbers(), strings()))
                .as((path, operator, value) -> new Clause(texts -> texts.add(path + " " + operator + " ").add(value)));
        Arbitrary<Clause> equal = Combinators.combine(paths(), Arbitraries.of("=", "<>"), literals(1))
                .as((path, operator, value) -> new Clause(texts -> texts.add(path + " " + operator + " ").add(value)));
        Arbitrary<Clause> flipped = Combinators.combine(numbers(), Arbitraries.of("=", "<", ">="), paths())
                .as((value, operator, path) -> new Clause(texts -> texts.add(value).add(" " + operator + " " + path)));
        Arbitrary<Clause> between = paths().map(path -> new Clause(texts -> texts.add(path + " BETWEEN ")
                .add(new Literal("-1.5", "{\"N\":\"-1.5\"}", false)).add(" AND ")
                .add(new Literal("1", "{\"N\":\"1\"}", true))));
        Arbitrary<Clause> among = Combinators.combine(paths(), literals(1), strings())
                .as((path, x, y) -> new Clause(texts -> texts.add(path + " IN ").add("[", "(").add(x).add(", ").add(y)
                        .add("]", ")")));
        Arbitrary<Clause> missing = Combinators.combine(paths(), Arbitraries.of(true, false))
                .as((path, not) -> new Clause(texts -> texts.add(path + (not ? " IS NOT MISSING" : " IS MISSING"),
                        (not ? "attribute_exists(" : "attribute_not_exists(") + path + ")")));
        Arbitrary<Clause> none = paths().map(path -> new Clause(texts -> texts.add(path + " IS NULL",
                "attribute_type(" + path + ", ").add(new Literal("", "{\"S\":\"NULL\"}", false)).add("", ")")));
        Arbitrary<Clause> functions = Combinators.combine(Arbitraries.of("begins_with(", "contains("), paths(),
                strings()).as((name, path, value) -> new Clause(texts -> texts.add(name + path + ", ").add(value)
                .add(")")));
        Arbitrary<Clause> size = Combinators.combine(paths(), Arbitraries.of("=", ">", "<="), numbers())
                .as((path, operator, value) -> new Clause(texts -> texts.add("size(" + path + ") " + operator + " ")
                        .add(value)));
        Arbitrary<Clause> type = Combinators.combine(paths(), Arbitraries.of("N", "S", "L", "NS"))
                .as((path, name) -> new Clause(texts -> texts.add("attribute_type(" + path + ", ")
                        .add(new Literal("'" + name + "'", "{\"S\":\"" + name + "\"}", false)).add(")")));
        return Arbitraries.oneOf(compared, compared, equal, flipped, between, among, missing, none, functions, size,
                type);
    }

    /** Terms on the keys; each says something of one partition or of some. */
    static Arbitrary<Clause> keyTerms() {
        Arbitrary<Literal> partitions = Combinators.combine(Arbitraries.of("a", "b", "nope"),
                Arbitraries.of(true, false)).as((text, given) -> new Literal("'" + text + "'",
                "{\"S\":\"" + text + "\"}", given));
        Arbitrary<Clause> one = partitions.map(p -> new Clause(texts -> texts.add("p = ").add(p)));
        Arbitrary<Clause> some = partitions.map(p -> new Clause(texts -> texts.add("p IN ").add("[", "(")
                .add(new Literal("'a'", "{\"S\":\"a\"}", true)).add(", ").add(p).add("]", ")")));
        Arbitrary<Clause> sorted = Combinators.combine(one, Arbitraries.of("=", "<", "<=", ">", ">=", "<>"), numbers())
                .as((p, operator, value) -> new Clause(texts -> {
                    p.parts.accept(texts);
                    texts.add(" AND s " + operator + " ").add(value);
                }));
        Arbitrary<Clause> range = one.map(p -> new Clause(texts -> {
            p.parts.accept(texts);
            texts.add(" AND s BETWEEN ").add(new Literal("0", "{\"N\":\"0\"}", true)).add(" AND ")
                    .add(new Literal("2", "{\"N\":\"2\"}", false));
        }));
        Arbitrary<Clause> either = Combinators.combine(one, numbers()).as((p, value) -> new Clause(texts -> {
            p.parts.accept(texts.add("("));
            texts.add(" OR s > ").add(value).add(")");
        }));
        return Arbitraries.oneOf(one, some, sorted, sorted, range, either);
    }

    /** What an update does: as clauses of a statement, and as an update expression. */
    static Arbitrary<Clause> changes() {
        Arbitrary<Clause> set = Combinators.combine(paths(), literals(1))
                .as((path, value) -> new Clause(texts -> texts.add("SET " + path + " = ").add(value)));
        Arbitrary<Clause> sum = Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of("+", "-"), numbers())
                .as((path, sign, value) -> new Clause(texts -> texts.add("SET " + path + " = " + path + " " + sign
                        + " ").add(value)));
        Arbitrary<Clause> first = Combinators.combine(paths(), literals(1)).as((path, value) -> new Clause(texts ->
                texts.add("SET c = if_not_exists(" + path + ", ").add(value).add(")")));
        Arbitrary<Clause> append = literals(1).map(value -> new Clause(texts -> texts.add("SET b = list_append(b, ")
                .add(new Literal("[" + value.text + "]", "{\"L\":[" + value.json + "]}", value.parameter)).add(")")));
        Arbitrary<Clause> ofSet = Combinators.combine(Arbitraries.of("ADD", "DELETE"), Arbitraries.of("a", "b"),
                Arbitraries.of(true, false)).as((word, path, given) -> new Clause(texts -> texts.add("SET " + path
                + " = set_" + word.toLowerCase() + "(" + path + ", ", word + " " + path + " ")
                .add(new Literal("<<2, 3>>", "{\"NS\":[\"2\",\"3\"]}", given)).add(")", "")));
        Arbitrary<Clause> remove = paths().map(path -> new Clause(texts -> texts.add("REMOVE " + path)));
        return Arbitraries.oneOf(set, set, sum, first, append, ofSet, remove);
    }
}
