package dev.dyno.dynamo.error;

import java.nio.charset.StandardCharsets;

/**
 * An answer of DynamoDB's that is not a success. It is thrown without a stack, because it is ordinary; what the wire
 * needs besides the message is in {@link #extra}.
 */
public final class DynamoError extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final ErrorType type;
    private final String extra;

    public DynamoError(ErrorType type, String message) {
        this(type, message, "");
    }

    /** @param extra members of the answer's JSON object, as {@code "Item":{…}}; empty for none */
    public DynamoError(ErrorType type, String message, String extra) {
        super(message, null, false, false);
        this.type = type;
        this.extra = extra;
    }

    public static DynamoError validation(String message) {
        return new DynamoError(ErrorType.VALIDATION, message);
    }

    /** The common beginning of validation messages about values. */
    public static DynamoError invalid(String what) {
        return validation("One or more parameter values were invalid: " + what);
    }

    public static DynamoError serialization(String message) {
        return new DynamoError(ErrorType.SERIALIZATION, message);
    }

    public static DynamoError noSuchResource(String message) {
        return new DynamoError(ErrorType.RESOURCE_NOT_FOUND, message);
    }

    public static DynamoError conditionFailed() {
        return new DynamoError(ErrorType.CONDITIONAL_CHECK_FAILED, "The conditional request failed");
    }

    public ErrorType type() {
        return type;
    }

    /** The HTTP status. */
    public int status() {
        return type.status();
    }

    /** Further members of the answer's JSON object, empty for none: {@code Item}, {@code CancellationReasons}. */
    public String extra() {
        return extra;
    }

    /** The answer's body. */
    public byte[] body() {
        StringBuilder json = new StringBuilder("{\"__type\":\"").append(type.wireName()).append('"');
        String text = getMessage();
        if (text != null && !text.isEmpty()) {
            boolean capital = type == ErrorType.SERIALIZATION || type == ErrorType.TRANSACTION_CANCELED;
            json.append(capital ? ",\"Message\":\"" : ",\"message\":\"");
            escape(text, json);
            json.append('"');
        }
        if (!extra.isEmpty()) {
            json.append(',').append(extra);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(String text, StringBuilder json) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
            } else {
                json.append(c);
            }
        }
    }
}
