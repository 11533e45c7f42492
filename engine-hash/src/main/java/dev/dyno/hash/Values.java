package dev.dyno.hash;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;

/** Memory for the value that was read last; it grows to the largest one. Threads: the session's. */
final class Values implements ValueMemory, AutoCloseable {

    private static final int BYTES_MIN = 16 << 10;

    private final Memory memory;
    private Region region;
    private long address;
    private long bytes;

    Values(Memory memory) {
        this.memory = memory;
        take(BYTES_MIN);
    }

    private void take(long size) {
        region = memory.map(size, "session value", false);
        address = region.address();
        bytes = size;
    }

    /** Memory for a value of this length; what was in it is gone. */
    @Override
    public long address(int length) {
        if (length > bytes) {
            long larger = Math.max(length, 2 * bytes);
            region.close();
            take(larger);
        }
        return address;
    }

    @Override
    public void close() {
        region.close();
    }
}
