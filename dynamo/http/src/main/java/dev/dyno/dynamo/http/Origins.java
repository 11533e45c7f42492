package dev.dyno.dynamo.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Which web pages may ask. A browser sends the page's origin with a request; without this check any page somebody
 * visits could read and write the tables of the endpoint on their machine.
 *
 * @param others besides the pages of this machine; {@code *} means all
 */
record Origins(Set<String> others) {

    private static final AsciiString EXPOSED = AsciiString.of(
            "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,x-amz-crc32,Date");
    private static final int PREFLIGHT_SECONDS = 172_800;

    /** @return false for a page that may not ask; true also where no page asks */
    boolean allow(HttpHeaders request) {
        String origin = request.get(HttpHeaderNames.ORIGIN, "");
        return origin.isEmpty() || others.contains("*") || others.contains(origin) || isOfThisMachine(origin);
    }

    private static boolean isOfThisMachine(String origin) {
        try {
            String host = URI.create(origin).getHost();
            // Only addresses are resolved, so that no name somebody else owns can point here.
            return host != null && (host.equals("localhost") || host.endsWith(".localhost")
                    || host.matches("[0-9.]+|\\[[0-9a-fA-F:]+]") && InetAddress.getByName(host).isLoopbackAddress());
        } catch (IllegalArgumentException | UnknownHostException e) {
            return false;
        }
    }

    /** What a page's browser wants to see in the answer. */
    void answer(HttpHeaders request, HttpHeaders response) {
        String origin = request.get(HttpHeaderNames.ORIGIN, "");
        if (!origin.isEmpty()) {
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, others.contains("*") ? "*" : origin);
            response.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
            response.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        }
    }

    /** The answer to OPTIONS, before a page's real request. */
    void answerPreflight(HttpHeaders request, HttpHeaders response) {
        answer(request, response);
        response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, GET, OPTIONS");
        response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, "*"));
        response.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
    }
}
