package dev.dyno.bench.jmh.cache;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/** A key of bytes for Caffeine, its hash computed when they are set, so that a probe can be used again. */
final class ByteKey {

    private final byte[] bytes;
    private int hash;

    ByteKey(int length) {
        bytes = new byte[length];
    }

    ByteKey set(DirectBuffer source) {
        source.getBytes(0, bytes);
        hash = Arrays.hashCode(bytes);
        return this;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteKey key && Arrays.equals(bytes, key.bytes);
    }
}
