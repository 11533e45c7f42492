package dev.dyno.dynamo.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** An answer that tells of an error, as AWS shapes it: a status, and a body with {@code __type} and a message. */
public final class WireError extends RuntimeException {

    private static final long serialVersionUID = 1;

    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int TIMEOUT = 408;
    static final int TOO_LARGE = 413;
    static final int HEADERS_TOO_LARGE = 431;
    static final int INTERNAL = 500;
    static final int UNAVAILABLE = 503;

    private static final String SERVICE = "com.amazon.coral.service#";

    private final int status;
    private final byte[] body;

    /** @param body the whole JSON of the answer */
    public WireError(int status, String message, byte[] body) {
        super(message, null, false, false);
        this.status = status;
        this.body = body.clone();
    }

    /** Of the machinery before the operations: its types have the prefix of AWS's service framework. */
    static WireError service(int status, String type, String message) {
        String field = type.equals("SerializationException") ? "Message" : "message";
        String json = "{\"__type\":\"" + SERVICE + type + "\""
                + (message.isEmpty() ? "" : ",\"" + field + "\":\"" + escaped(message) + "\"") + "}";
        return new WireError(status, type + ": " + message, json.getBytes(StandardCharsets.UTF_8));
    }

    public static WireError unknownOperation() {
        return service(BAD_REQUEST, "UnknownOperationException", "");
    }

    /** What is asked cannot be answered now; a client tries again. */
    public static WireError unavailable(String message) {
        return service(UNAVAILABLE, "ServiceUnavailableException", message);
    }

    /** The cause stays here: what goes out never tells of the inside. */
    static WireError internal() {
        return service(INTERNAL, "InternalServerError", "The request processing has failed because of an unknown"
                + " error, exception or failure.");
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    public int status() {
        return status;
    }

    /** The answer's JSON. */
    public byte[] body() {
        return body.clone();
    }
}
