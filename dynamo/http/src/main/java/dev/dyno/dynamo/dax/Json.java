package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** JSON as trees. Threads: any. */
final class Json {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Json() {
    }

    /** A missing node for what is not JSON: upstream will refuse it. */
    static JsonNode read(byte[] json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can be written", e);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The same with the members of every object in the order of their names: equal meaning, equal text. */
    static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            ObjectNode sorted = object();
            members.forEach(sorted::set);
            return sorted;
        }
        if (node.isArray()) {
            ArrayNode sorted = array();
            node.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return node;
    }

    /** An item as DynamoDB gives it back: numbers in their normal form. */
    static JsonNode normal(JsonNode attribute) {
        if (attribute.isObject()) {
            ObjectNode normal = object();
            attribute.properties().forEach(member -> normal.set(member.getKey(), switch (member.getKey()) {
                case "N" -> number(member.getValue());
                case "NS" -> numbers(member.getValue());
                default -> normal(member.getValue());
            }));
            return normal;
        }
        if (attribute.isArray()) {
            ArrayNode normal = array();
            attribute.forEach(element -> normal.add(normal(element)));
            return normal;
        }
        return attribute;
    }

    private static JsonNode number(JsonNode value) {
        // An attribute may be called N: then its value is an object.
        return value.isTextual() ? MAPPER.getNodeFactory().textNode(Numbers.normal(value.asText())
                .orElse(value.asText())) : normal(value);
    }

    private static JsonNode numbers(JsonNode value) {
        if (!value.isArray()) {
            return normal(value);
        }
        ArrayNode normal = array();
        value.forEach(element -> normal.add(number(element)));
        return normal;
    }
}
