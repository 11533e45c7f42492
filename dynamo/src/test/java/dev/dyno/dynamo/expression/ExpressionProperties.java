package dev.dyno.dynamo.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Conditions and updates, parsed and run over bytes, beside the same over plain Java values. */
class ExpressionProperties {

    private static final String[] NAMES = {"a", "b", "c"};
    private static final Map<String, Object> GIVEN =
            Map.of(":n", new BigDecimal("-1.5"), ":m", new BigDecimal(2), ":s", "é");

    /** A condition as text and as what it means. */
    record Both(String text, Predicate<Map<String, Object>> meaning) {
        @Override
        public String toString() {
            return text;
        }
    }

    @Provide
    Arbitrary<Map<String, Object>> items() {
        Arbitrary<Object> value = Arbitraries.oneOf(
                Arbitraries.of("-1.5", "2", "2.0", "0", "1e10").map(BigDecimal::new),
                Arbitraries.of("", "é", "z", "éé"));
        return Arbitraries.maps(Arbitraries.of(NAMES), value).ofMaxSize(3).map(TreeMap::new);
    }

    @Provide
    Arbitrary<Both> conditions() {
        return Arbitraries.lazyOf(this::leaves, this::leaves, this::leaves,
                () -> Combinators.combine(conditions(), conditions()).as((x, y) ->
                        new Both("(" + x + ") AND (" + y + ")", x.meaning.and(y.meaning))),
                () -> Combinators.combine(conditions(), conditions()).as((x, y) ->
                        new Both("(" + x + ") or (" + y + ")", x.meaning.or(y.meaning))),
                () -> conditions().map(x -> new Both("NOT (" + x + ")", x.meaning.negate())));
    }

    private Arbitrary<Both> leaves() {
        Arbitrary<String> side = Arbitraries.of("a", "b", "c", ":n", ":m", ":s");
        Arbitrary<Both> compared = Combinators.combine(Arbitraries.of(NAMES), Arbitraries.of("=", "<>", "<", "<=", ">",
                ">="), side).filter((left, operator, right) -> !left.equals(right))
                .as((left, operator, right) -> new Both(left + " " + operator + " " + right,
                        item -> compare(operator, of(item, left), of(item, right))));
        Arbitrary<Both> exists = Arbitraries.of(NAMES)
                .map(name -> new Both("attribute_exists(" + name + ")", item -> item.containsKey(name)));
        Arbitrary<Both> between = Arbitraries.of(NAMES).map(name -> new Both(name + " BETWEEN :n AND :m", item ->
                compare(">=", item.get(name), GIVEN.get(":n")) && compare("<=", item.get(name), GIVEN.get(":m"))));
        Arbitrary<Both> among = Arbitraries.of(NAMES).map(name -> new Both(name + " IN (:m, :s)", item ->
                compare("=", item.get(name), GIVEN.get(":m")) || compare("=", item.get(name), GIVEN.get(":s"))));
        Arbitrary<Both> begins = Arbitraries.of(NAMES).map(name -> new Both("begins_with(" + name + ", :s)",
                item -> item.get(name) instanceof String text && text.startsWith("é")));
        return Arbitraries.oneOf(compared, compared, exists, between, among, begins);
    }

    private static Object of(Map<String, Object> item, String side) {
        return side.startsWith(":") ? GIVEN.get(side) : item.get(side);
    }

    private static boolean compare(String operator, Object left, Object right) {
        boolean same = left != null && right != null && left.getClass() == right.getClass();
        int order = !same ? 0 : left instanceof BigDecimal number ? number.compareTo((BigDecimal) right)
                : Arrays.compareUnsigned(((String) left).getBytes(StandardCharsets.UTF_8),
                        ((String) right).getBytes(StandardCharsets.UTF_8));
        return switch (operator) {
            case "=" -> same && order == 0;
            case "<>" -> !same || order != 0;
            case "<" -> same && order < 0;
            case "<=" -> same && order <= 0;
            case ">" -> same && order > 0;
            default -> same && order >= 0;
        };
    }

    @Property(tries = 2000)
    void conditionsMeanWhatTheySay(@ForAll("conditions") Both condition, @ForAll("items") Map<String, Object> item) {
        ItemWriter values = bytes(GIVEN);
        Expressions expressions = new Expressions();
        expressions.begin(null, new Value().wrapItem(values.buffer(), 0, values.end()));
        Condition compiled = expressions.get(ExpressionKind.CONDITION, condition.text).condition();
        ItemWriter stored = bytes(item);
        Scope scope = new Scope().values(values.buffer(), 0, values.end()).item(stored.buffer(), 0, stored.end());
        assertEquals(condition.meaning.test(item), compiled.test(scope), condition + " over " + item);
    }

    @Property(tries = 1000)
    void updatesWriteWhatAMapWouldHave(@ForAll("items") Map<String, Object> item, @ForAll boolean remove,
            @ForAll int number) {
        ItemWriter values = new ItemWriter();
        values.beginItem();
        values.name(":v");
        values.number(number);
        values.endItem();
        Expressions expressions = new Expressions();
        expressions.begin(Map.of("#n", "b b"), new Value().wrapItem(values.buffer(), 0, values.end()));
        String text = "SET #n = if_not_exists(b, :v), d = :v - :v ADD e :v" + (remove ? " REMOVE a, c" : "");
        Update update = expressions.get(ExpressionKind.UPDATE, text).update();
        Map<String, Object> expected = new TreeMap<>(item);
        expected.put("b b", item.getOrDefault("b", BigDecimal.valueOf(number)));
        expected.put("d", BigDecimal.ZERO);
        expected.put("e", BigDecimal.valueOf(number));
        if (remove) {
            expected.keySet().removeAll(Arrays.asList("a", "c"));
        }
        ItemWriter stored = bytes(item);
        Value old = new Value().wrapItem(stored.buffer(), 0, stored.end());
        Scope scope = new Scope().values(values.buffer(), 0, values.end()).item(old);
        ItemWriter out = new ItemWriter();
        update.apply(scope, old, new ItemWriter(), out);
        ItemWriter plain = bytes(expected);
        assertEquals(hex(plain), hex(out), "equal items have equal bytes");
    }

    private static ItemWriter bytes(Map<String, Object> item) {
        ItemWriter out = new ItemWriter();
        out.beginItem();
        item.forEach((name, value) -> {
            out.name(name);
            if (value instanceof BigDecimal number) {
                out.number(number.toString());
            } else {
                out.string((String) value);
            }
        });
        out.endItem();
        return out;
    }

    private static String hex(ItemWriter writer) {
        byte[] bytes = new byte[writer.end()];
        writer.buffer().getBytes(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
