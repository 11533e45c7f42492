package dev.dyno.dynamo.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Java's values to those of the wire, and back. */
final class Values {

    static final ObjectMapper JSON = new ObjectMapper();

    private Values() {
    }

    /** @throws IllegalArgumentException for a type that is none of {@link Item}'s */
    static ObjectNode of(Object value) {
        ObjectNode node = JSON.createObjectNode();
        switch (value) {
            case null -> node.put("NULL", true);
            case String text -> node.put("S", text);
            case Number number -> node.put("N", number.toString());
            case Boolean bool -> node.put("BOOL", bool);
            case byte[] bytes -> node.put("B", bytes);
            case Map<?, ?> map -> node.set("M", map(map));
            case List<?> list -> {
                ArrayNode all = node.putArray("L");
                list.forEach(element -> all.add(of(element)));
            }
            case Set<?> set -> set(set, node);
            default -> throw new IllegalArgumentException("not a type of an attribute: " + value.getClass().getName());
        }
        return node;
    }

    static ObjectNode map(Map<?, ?> map) {
        ObjectNode node = JSON.createObjectNode();
        map.forEach((name, value) -> node.set((String) name, of(value)));
        return node;
    }

    private static void set(Set<?> set, ObjectNode node) {
        if (set.isEmpty()) {
            throw new IllegalArgumentException("a set must have members: it is empty");
        }
        Object first = set.iterator().next();
        String type = first instanceof String ? "SS" : first instanceof Number ? "NS" : "BS";
        ArrayNode all = node.putArray(type);
        for (Object member : set) {
            switch (member) {
                case String text when type.equals("SS") -> all.add(text);
                case Number number when type.equals("NS") -> all.add(number.toString());
                case byte[] bytes when type.equals("BS") -> all.add(bytes);
                default -> throw new IllegalArgumentException("members of a set must be of one type, string, number or "
                        + "bytes: member=" + member);
            }
        }
    }

    /** An item as the wire has it. @return null for none */
    static Item item(JsonNode node) {
        return node.isMissingNode() ? null : new Item(attributes(node));
    }

    private static Map<String, Object> attributes(JsonNode node) {
        Map<String, Object> all = new LinkedHashMap<>();
        node.properties().forEach(entry -> all.put(entry.getKey(), value(entry.getValue())));
        return all;
    }

    private static Object value(JsonNode node) {
        Map.Entry<String, JsonNode> typed = node.properties().iterator().next();
        JsonNode value = typed.getValue();
        return switch (typed.getKey()) {
            case "S" -> value.textValue();
            case "N" -> new BigDecimal(value.textValue());
            case "BOOL" -> value.booleanValue();
            case "B" -> Base64.getDecoder().decode(value.textValue());
            case "M" -> attributes(value);
            case "L" -> {
                List<Object> all = new ArrayList<>();
                value.forEach(element -> all.add(value(element)));
                yield all;
            }
            case "SS", "NS", "BS" -> {
                Set<Object> all = new LinkedHashSet<>();
                String member = typed.getKey().substring(0, 1);
                value.forEach(one -> all.add(value(JSON.createObjectNode().set(member, one))));
                yield all;
            }
            default -> null;
        };
    }
}
