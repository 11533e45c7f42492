package dev.dyno.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A structure as a tree for people and pictures: an engine is a node whose children are its levels, segments or
 * regions.
 *
 * @param kind what it is: {@code engine}, {@code level}, {@code segment}
 * @param name which one
 * @param facts numbers and words in the order to show them; numbers end in their unit ({@code fillPercent})
 * @param children parts, in order
 */
public record Shape(String kind, String name, Map<String, Object> facts, List<Shape> children) {

    public Shape {
        facts = new LinkedHashMap<>(facts);
        children = List.copyOf(children);
    }

    public static Shape leaf(String kind, String name, Map<String, Object> facts) {
        return new Shape(kind, name, facts, List.of());
    }

    /** Indented text, one line a node. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        append(text, 0);
        return text.toString();
    }

    private void append(StringBuilder text, int depth) {
        text.append("  ".repeat(depth)).append(kind).append(' ').append(name);
        facts.forEach((fact, value) -> text.append("  ").append(fact).append(' ').append(value));
        text.append('\n');
        children.forEach(child -> child.append(text, depth + 1));
    }
}
