package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The memory of the segment that will be begun next, with its pages: the system clears a huge page in as long as
 * hundreds of puts take, and a job waits for it instead of the writer. Asked for when half of a segment is full, so
 * that small engines do without.
 *
 * <p>Threads: the writer takes it; a job makes it. Nobody is beside {@link #close}.
 */
final class NextRegion implements AutoCloseable {

    private final Memory memory;
    private final HashOptions options;
    private final AtomicReference<Region> ready = new AtomicReference<>();

    NextRegion(Memory memory, HashOptions options) {
        this.memory = memory;
        this.options = options;
    }

    /** By the writer. @return null if there is none */
    Region take() {
        return ready.getAndSet(null);
    }

    /** A step of the job. */
    boolean prepare() {
        if (ready.get() == null) {
            try {
                Region region = memory.map(Store.regionBytes(options.segmentBytes()), "hash segment",
                        options.hugePages());
                region.populate(0, options.segmentBytes());
                ready.set(region);
            } catch (EngineException.Full e) {
                // The writer meets it itself.
            }
        }
        return false;
    }

    @Override
    public void close() {
        Region region = take();
        if (region != null) {
            region.close();
        }
    }
}
