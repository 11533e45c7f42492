package dev.dyno.btree;

import dev.dyno.api.Limits;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;

/** A session's memory for the value it read last: taken once for values of pages, again when a larger one comes. */
final class Values implements AutoCloseable {

    private static final int BYTES_MIN = 64 << 10;

    private final Memory memory;
    private Region region;

    Values(Memory memory) {
        this.memory = memory;
        region = memory.map(BYTES_MIN, "session value", false);
    }

    /** Memory for a value inside a page. */
    long address() {
        return region.address();
    }

    /** Memory for a value of any length up to the limit; what was in it is gone. */
    long address(int length) {
        assert length <= Limits.FULL.valueBytes() : "length=" + length;
        if (length > region.bytes()) {
            long larger = Math.max(length, 2 * region.bytes());
            region.close();
            region = memory.map(larger, "session value", false);
        }
        return region.address();
    }

    @Override
    public void close() {
        region.close();
    }
}
