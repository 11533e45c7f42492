package dev.dyno.dynamo.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Date;
import java.util.zip.CRC32;

/**
 * Makes the answers of one connection.
 *
 * <p>Threads: the connection's loop.
 */
final class Answers {

    private static final AsciiString JSON = AsciiString.of("application/x-amz-json-1.0");
    private static final AsciiString REQUEST_ID = AsciiString.of("x-amzn-RequestId");
    private static final AsciiString CRC = AsciiString.of("x-amz-crc32");
    /** Pages load nothing from elsewhere, and run no script that is not a file of theirs. */
    private static final String CONTENT_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";
    private static final long SECOND_MILLIS = 1000;

    private final RequestIds ids;
    private final CRC32 crc = new CRC32();
    private long dateSecond = -1;
    private AsciiString date = AsciiString.EMPTY_STRING;

    Answers(RequestIds ids) {
        this.ids = ids;
    }

    /** @param packs whether the client takes gzip */
    FullHttpResponse json(int status, byte[] body, boolean packs) {
        boolean packed = packs && body.length >= Packing.PACKED_FROM_BYTES;
        byte[] sent = packed ? Packing.pack(body) : body;
        FullHttpResponse response = response(HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(sent));
        HttpHeaders headers = response.headers();
        // The checksum is of the bytes on the wire: clients check it before they unpack.
        crc.reset();
        crc.update(sent);
        headers.set(REQUEST_ID, ids.next()).set(CRC, Long.toString(crc.getValue()))
                .set(HttpHeaderNames.CONTENT_TYPE, JSON);
        if (packed) {
            headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        }
        return response;
    }

    FullHttpResponse error(WireError error) {
        return json(error.status(), error.body(), false);
    }

    FullHttpResponse page(HttpResponseStatus status, Site.Page page) {
        FullHttpResponse response = response(status, Unpooled.wrappedBuffer(page.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, page.mediaType())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .set("X-Content-Type-Options", "nosniff").set("X-Frame-Options", "DENY")
                .set("Content-Security-Policy", CONTENT_POLICY);
        return response;
    }

    FullHttpResponse empty(HttpResponseStatus status) {
        FullHttpResponse response = response(status, Unpooled.EMPTY_BUFFER);
        response.headers().set(REQUEST_ID, ids.next());
        return response;
    }

    private FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        // What goes in is made here or, where it comes from outside, was checked when it was decoded.
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body,
                DefaultHttpHeadersFactory.headersFactory().withValidation(false),
                DefaultHttpHeadersFactory.trailersFactory().withValidation(false));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()))
                .set(HttpHeaderNames.DATE, date());
        return response;
    }

    private AsciiString date() {
        long millis = System.currentTimeMillis();
        if (millis / SECOND_MILLIS != dateSecond) {
            dateSecond = millis / SECOND_MILLIS;
            date = AsciiString.of(DateFormatter.format(new Date(millis)));
        }
        return date;
    }
}
