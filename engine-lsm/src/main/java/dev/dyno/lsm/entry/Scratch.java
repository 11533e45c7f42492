package dev.dyno.lsm.entry;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import org.agrona.UnsafeApi;

/** Memory that grows when more is needed: for blocks that are built, values that are read. Threads: the owner's. */
public final class Scratch implements AutoCloseable {

    private final Memory memory;
    private final String tag;
    private Region region;

    public Scratch(Memory memory, long bytes, String tag) {
        this.memory = memory;
        this.tag = tag;
        region = memory.map(bytes, tag, false);
    }

    public long address() {
        return region.address();
    }

    /** At least this much memory; of what was in it the first {@code keep} bytes stay. @return its address */
    public long ensure(long bytes, long keep) {
        if (bytes > region.bytes()) {
            Region larger = memory.map(Math.max(bytes, 2 * region.bytes()), tag, false);
            UnsafeApi.copyMemory(region.address(), larger.address(), keep);
            region.close();
            region = larger;
        }
        return region.address();
    }

    @Override
    public void close() {
        region.close();
    }
}
