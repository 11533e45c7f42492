package dev.dyno.cassandra;

import dev.dyno.api.Key;
import java.nio.ByteBuffer;

/** An item's place, as the driver wants it. The buffers are never moved. */
record Target(ByteBuffer partition, int table, ByteBuffer sort) {

    static Target of(Key key, int table) {
        return new Target(Blobs.copy(key.partition()), table, Blobs.copy(key.sort()));
    }

    @Override
    public ByteBuffer partition() {
        return partition.duplicate();
    }

    @Override
    public ByteBuffer sort() {
        return sort.duplicate();
    }
}
