package dev.dyno.dynamo.http;

import io.netty.handler.codec.TooLongFrameException;

/** What is answered to requests that are too large, too slow or not HTTP. */
final class Limits {

    private Limits() {
    }

    static WireError bodyTooLarge(int bytesMax) {
        return WireError.service(WireError.TOO_LARGE, "RequestEntityTooLargeException",
                "Request body is too large: limit=" + bytesMax + " bytes");
    }

    static WireError tooSlow(long millis) {
        return WireError.service(WireError.TIMEOUT, "RequestTimeoutException",
                "The request did not arrive in time: limit=" + millis + " ms");
    }

    /** For what the decoder could not take. */
    static WireError undecodable(Throwable cause, int headerBytesMax) {
        if (cause instanceof TooLongFrameException) {
            return WireError.service(WireError.HEADERS_TOO_LARGE, "RequestHeaderFieldsTooLargeException",
                    "Request line or headers are too large: limit=" + headerBytesMax + " bytes");
        }
        return WireError.service(WireError.BAD_REQUEST, "SerializationException", "The request is not HTTP/1.1");
    }
}
