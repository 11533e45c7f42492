package dev.dyno.dynamo.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.dyno.dynamo.error.DynamoError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Members of a structure in a request of the control plane, with DynamoDB's errors for those of the wrong type. Such
 * requests are rare, so they are read as a tree. Absent and null are the same.
 */
record Members(JsonNode node) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Members of(byte[] body, int offset, int length) {
        try {
            JsonNode node = JSON.readTree(body, offset, length);
            if (!node.isObject()) {
                throw DynamoError.serialization("");
            }
            return new Members(node);
        } catch (IOException e) {
            throw DynamoError.serialization("");
        }
    }

    boolean has(String name) {
        return !at(name).isMissingNode();
    }

    /** @return null if absent */
    String string(String name) {
        JsonNode value = at(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw mismatch(value, "String");
        }
        return value.textValue();
    }

    /** @return null if absent */
    Long number(String name) {
        JsonNode value = at(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw mismatch(value, "Long");
        }
        return value.longValue();
    }

    /** @return null if absent */
    Boolean bool(String name) {
        JsonNode value = at(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw mismatch(value, "Boolean");
        }
        return value.booleanValue();
    }

    /** Absent structures have no members. */
    Members structure(String name) {
        JsonNode value = at(name);
        if (!value.isMissingNode() && !value.isObject()) {
            throw value.isArray() ? DynamoError.serialization("Unrecognized collection type class " + name)
                    : DynamoError.serialization("Unexpected value type in payload");
        }
        return new Members(value);
    }

    /** @return null if absent */
    List<Members> structures(String name) {
        JsonNode value = at(name);
        if (value.isMissingNode()) {
            return null;
        }
        List<Members> all = new ArrayList<>();
        for (JsonNode element : array(value)) {
            if (!element.isObject()) {
                throw DynamoError.serialization("Unexpected value type in payload");
            }
            all.add(new Members(element));
        }
        return all;
    }

    /** @return null if absent */
    List<String> strings(String name) {
        JsonNode value = at(name);
        if (value.isMissingNode()) {
            return null;
        }
        List<String> all = new ArrayList<>();
        for (JsonNode element : array(value)) {
            if (!element.isTextual()) {
                throw mismatch(element, "String");
            }
            all.add(element.textValue());
        }
        return all;
    }

    /** The member as JSON. */
    String json(String name) {
        try {
            return JSON.writeValueAsString(at(name));
        } catch (JsonProcessingException e) {
            throw new AssertionError("what was read can be written", e);
        }
    }

    private JsonNode at(String name) {
        JsonNode value = node.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private static JsonNode array(JsonNode value) {
        if (!value.isArray()) {
            throw value.isObject() ? DynamoError.serialization("Start of structure or map found where not expected")
                    : DynamoError.serialization("Unexpected token received from parser");
        }
        return value;
    }

    private static DynamoError mismatch(JsonNode value, String type) {
        return DynamoError.serialization(switch (value.getNodeType()) {
            case BOOLEAN -> (value.booleanValue() ? "TRUE" : "FALSE") + "_VALUE cannot be converted to " + type;
            case NUMBER -> (value.isIntegralNumber() ? "NUMBER" : "DECIMAL") + "_VALUE cannot be converted to " + type;
            case STRING -> "STRING_VALUE cannot be converted to " + type;
            case ARRAY -> "Unrecognized collection type class java.lang." + type;
            default -> "Start of structure or map found where not expected";
        });
    }
}
