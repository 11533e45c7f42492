package dev.dyno.cassandra;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/** Bytes on their way to and from the driver, which keeps what it is given until the request is answered. */
final class Blobs {

    static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private Blobs() {
    }

    static ByteBuffer copy(DirectBuffer buffer) {
        return copy(buffer, 0, buffer.capacity());
    }

    static ByteBuffer copy(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return ByteBuffer.wrap(bytes);
    }
}
