package dev.dyno.kit;

import dev.dyno.kit.Rule.Strength;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One rule and the method that tests it.
 *
 * @param id {@code K1}
 * @param title the method's name as words: {@code keys are ordered by unsigned bytes}
 */
public record RuleTest(String id, String title, Strength strength, Method method) {

    /** All rules, by family and number. */
    public static List<RuleTest> all() {
        List<RuleTest> found = new ArrayList<>();
        for (Method method : EngineContract.class.getMethods()) {
            Rule rule = method.getAnnotation(Rule.class);
            if (rule != null && !method.isBridge()) {
                found.add(new RuleTest(rule.value(), title(method.getName()), rule.strength(), method));
            }
        }
        found.sort(Comparator.comparing(RuleTest::family).thenComparing(RuleTest::number));
        return List.copyOf(found);
    }

    public Family family() {
        return Family.of(id);
    }

    /** The number within the family. */
    public int number() {
        return Integer.parseInt(id.substring(1));
    }

    /** The rule that a method tests; the method's own name for an engine's further tests. */
    static String idOf(Method method) {
        Rule rule = method.getAnnotation(Rule.class);
        return rule == null ? method.getName() : rule.value();
    }

    private static String title(String methodName) {
        String words = methodName.substring(methodName.indexOf('_') + 1);
        return words.replaceAll("(?<=[a-zA-Z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
