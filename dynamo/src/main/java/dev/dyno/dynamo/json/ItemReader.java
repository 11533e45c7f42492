package dev.dyno.dynamo.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.NumberException;
import dev.dyno.dynamo.item.Types;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads attribute values from JSON into the binary form, in one pass. What is wrong with a value is kept in
 * {@link #problem} and reading goes on, because DynamoDB checks a request's other members first. Confined to a thread.
 */
public final class ItemReader {

    private static final int DEPTH_MAX = 32;

    private final ItemWriter out;
    private String problem = "";

    public ItemReader(ItemWriter out) {
        this.out = out;
    }

    /** The first thing wrong with a value since {@link #clear}; empty if all are right. */
    public String problem() {
        return problem;
    }

    public void clear() {
        problem = "";
    }

    /** Reads an object of attributes as an item. @return where it begins in the writer; it ends at its end */
    public int item(JsonInput in) {
        out.beginItem();
        entries(in, 1);
        return out.endItem();
    }

    /** Reads one value. @return where it begins in the writer */
    public int value(JsonInput in) {
        int at = out.end();
        value(in, 1);
        return at;
    }

    private void entries(JsonInput in, int depth) {
        in.beginObject();
        for (String name = in.field(); name != null; name = in.field()) {
            out.name(name);
            value(in, depth);
        }
    }

    private void value(JsonInput in, int depth) {
        in.beginObject();
        if (depth > DEPTH_MAX) {
            fail("Nesting Levels have exceeded supported limits: "
                    + "Attributes and values can have a maximum of 32 levels of nesting");
        }
        boolean written = false;
        int at = out.end();
        for (String name = in.field(); name != null; name = in.field()) {
            int type = Types.of(name);
            if (type == Types.NONE) {
                in.skip();
            } else {
                if (written) {
                    fail("Supplied AttributeValue has more than one datatypes set, "
                            + "must contain exactly one of the supported datatypes");
                    out.truncate(at);
                }
                typed(in, type, depth);
                written = true;
            }
        }
        if (!written) {
            fail("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
            out.nil();
        }
    }

    private void typed(JsonInput in, int type, int depth) {
        switch (type) {
            case Types.S, Types.N, Types.B -> scalar(in, type);
            case Types.SS, Types.NS, Types.BS -> set(in, type);
            case Types.M -> {
                int at = out.begin(Types.M);
                entries(in, depth + 1);
                out.end(at);
            }
            case Types.L -> {
                int at = out.begin(Types.L);
                in.beginArray();
                while (in.element()) {
                    value(in, depth + 1);
                }
                out.end(at);
            }
            case Types.BOOL -> out.bool(in.bool());
            default -> {
                in.bool(); // also false makes a null
                out.nil();
            }
        }
    }

    private void scalar(JsonInput in, int type) {
        JsonParser parser = in.parser();
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw in.mismatch(type == Types.B ? "Blob" : "String");
        }
        try {
            char[] text = parser.getTextCharacters();
            int offset = parser.getTextOffset();
            int length = parser.getTextLength();
            switch (type) {
                case Types.S -> out.string(text, offset, length);
                case Types.N -> number(text, offset, length);
                default -> {
                    byte[] bytes = decode(new String(text, offset, length));
                    out.binary(bytes, 0, bytes.length);
                }
            }
        } catch (IOException e) {
            throw JsonInput.malformed(e);
        }
    }

    private void number(char[] text, int offset, int length) {
        try {
            out.number(text, offset, length);
        } catch (NumberException e) {
            fail(e.getMessage());
            out.number(0);
        }
    }

    private static byte[] decode(String text) {
        if (text.length() % 4 != 0) {
            throw DynamoError.serialization(
                    "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/'
                    || c == '=' && i >= text.length() - 2;
            if (!ok) {
                throw DynamoError.serialization("Invalid Base64 character: '" + c + "'");
            }
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw DynamoError.serialization("Invalid last non-pad Base64 character dectected");
        }
    }

    private void set(JsonInput in, int type) {
        int at = out.begin(type);
        in.beginArray();
        List<String> members = new ArrayList<>();
        while (in.element()) {
            if (in.parser().currentToken() == JsonToken.VALUE_NULL) {
                fail("One or more parameter values were invalid: An " + kind(type) + " set may not have a null as "
                        + "a member");
            } else {
                members.add(in.string());
                scalar(in, Types.member(type));
            }
        }
        out.end(at);
        if (members.isEmpty()) {
            fail(type == Types.BS ? "One or more parameter values were invalid: Binary sets should not be empty"
                    : "One or more parameter values were invalid: An " + kind(type) + " set  may not be empty");
        }
        if (out.takeDuplicateMember()) {
            fail(type == Types.BS
                    ? "One or more parameter values were invalid: Input collection " + members
                            + "of type BS contains duplicates."
                    : type == Types.NS ? "Input collection contains duplicates"
                    : "One or more parameter values were invalid: Input collection " + members
                            + " contains duplicates.");
        }
    }

    private static String kind(int setType) {
        return setType == Types.NS ? "number" : "string";
    }

    private void fail(String message) {
        if (problem.isEmpty()) {
            problem = message;
        }
    }
}
