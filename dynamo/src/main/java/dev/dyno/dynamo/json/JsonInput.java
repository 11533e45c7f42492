package dev.dyno.dynamo.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.dyno.dynamo.error.DynamoError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a request's JSON as a stream, with the errors that DynamoDB has for what is not of the expected type. Absent
 * and {@code null} are the same. Confined to a thread, and good for one request.
 */
public final class JsonInput implements AutoCloseable {

    /** Deeper than anything valid: 32 levels of attributes, each two of JSON, and the request around them. */
    private static final int DEPTH_MAX = 200;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(32 << 20).maxNumberLength(1000).maxNameLength(1 << 20).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final JsonParser parser;

    /** Before the request's object. @throws DynamoError if it is none */
    public JsonInput(byte[] bytes, int offset, int length) {
        try {
            parser = FACTORY.createParser(bytes, offset, length);
        } catch (IOException e) {
            throw malformed(e);
        }
        if (next() != JsonToken.START_OBJECT) {
            throw DynamoError.serialization("");
        }
    }

    JsonParser parser() {
        return parser;
    }

    /** @return the next field's name with the parser on its value, or null at the object's end */
    public String field() {
        try {
            while (true) {
                String name = parser.nextFieldName();
                if (name == null) {
                    return null;
                }
                if (parser.nextToken() != JsonToken.VALUE_NULL) {
                    return name;
                }
            }
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** The object has ended: nothing may follow. */
    public void end() {
        if (next() != null) {
            throw DynamoError.serialization("");
        }
    }

    public void skip() {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** Steps into an array. */
    public void beginArray() {
        switch (parser.currentToken()) {
            case START_ARRAY -> { }
            case START_OBJECT -> throw DynamoError.serialization("Start of structure or map found where not expected");
            default -> throw unexpected();
        }
    }

    /** @return whether there is a next element, with the parser on it */
    public boolean element() {
        return next() != JsonToken.END_ARRAY;
    }

    /** Steps into an object. */
    public void beginObject() {
        switch (parser.currentToken()) {
            case START_OBJECT -> { }
            case START_ARRAY -> throw DynamoError.serialization("Unrecognized collection type class java.util.Map");
            default -> throw unexpected();
        }
    }

    public String string() {
        check(JsonToken.VALUE_STRING, "String");
        try {
            return parser.getText();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    public boolean bool() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> throw unexpected();
            case null, default -> throw mismatch("Boolean");
        };
    }

    /** A whole number; fractions are cut, and what is out of range is brought to its end. */
    public long number(String type) {
        try {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT -> parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue().signum() * Long.MAX_VALUE : parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> (long) parser.getDoubleValue();
                case null, default -> throw mismatch(type);
            };
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    public List<String> strings() {
        List<String> all = new ArrayList<>();
        beginArray();
        while (element()) {
            all.add(string());
        }
        return all;
    }

    public Map<String, String> stringMap() {
        Map<String, String> all = new LinkedHashMap<>();
        beginObject();
        for (String name = field(); name != null; name = field()) {
            all.put(name, string());
        }
        return all;
    }

    private void check(JsonToken expected, String type) {
        if (parser.currentToken() != expected) {
            throw mismatch(type);
        }
    }

    DynamoError mismatch(String type) {
        return DynamoError.serialization(switch (parser.currentToken()) {
            case VALUE_TRUE -> "TRUE_VALUE cannot be converted to " + type;
            case VALUE_FALSE -> "FALSE_VALUE cannot be converted to " + type;
            case VALUE_NUMBER_INT -> "NUMBER_VALUE cannot be converted to " + type;
            case VALUE_NUMBER_FLOAT -> "DECIMAL_VALUE cannot be converted to " + type;
            case VALUE_STRING -> "STRING_VALUE cannot be converted to " + type;
            case START_ARRAY -> "Unrecognized collection type class java.lang." + type;
            case START_OBJECT -> "Start of structure or map found where not expected";
            case null, default -> "Unexpected token received from parser";
        });
    }

    private static DynamoError unexpected() {
        return DynamoError.serialization("Unexpected token received from parser");
    }

    JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    static DynamoError malformed(IOException e) {
        return e instanceof StreamConstraintsException
                ? DynamoError.validation("Nesting Levels have exceeded supported limits")
                : DynamoError.serialization("");
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw malformed(e);
        }
    }
}
