package dev.dyno.dynamo.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** gzip, both ways. */
final class Packing {

    /** Below it the answer does not get smaller by what it costs. */
    static final int PACKED_FROM_BYTES = 1024;

    private Packing() {
    }

    static byte[] pack(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new AssertionError("a buffer in memory cannot fail", e);
        }
        return packed.toByteArray();
    }

    /**
     * @param bytesMax unpacked: a small body can hide a large one
     * @throws WireError for a body that is not gzip, or larger
     */
    static byte[] unpack(byte[] packed, int bytesMax) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] body = gzip.readNBytes(bytesMax);
            if (body.length == bytesMax && gzip.read() >= 0) {
                throw Limits.bodyTooLarge(bytesMax);
            }
            return body;
        } catch (IOException e) {
            throw WireError.service(WireError.BAD_REQUEST, "SerializationException",
                    "The request body does not have the encoding gzip that its header names");
        }
    }
}
