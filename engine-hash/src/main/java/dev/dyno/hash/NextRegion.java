package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The memory of the segment that will be begun next, with its pages. Asked for when half of a segment is full, so that
 * small engines do without.
 *
 * <p>Threads: the writer asks and takes; a job makes it. Nobody is beside {@link #close}.
 */
final class NextRegion implements AutoCloseable {

    private final Memory memory;
    private final HashOptions options;
    private final AtomicReference<Region> ready = new AtomicReference<>();
    private volatile boolean asked;

    NextRegion(Memory memory, HashOptions options) {
        this.memory = memory;
        this.options = options;
    }

    /** By the writer: it will be wanted. */
    void ask() {
        asked = true;
    }

    /** By the writer. @return null if there is none */
    Region take() {
        return ready.getAndSet(null);
    }

    /** By the job, which may find nothing to do. @return false: one step makes all of it */
    boolean step() {
        if (asked) {
            asked = false;
            if (ready.get() == null) {
                make();
            }
        }
        return false;
    }

    private void make() {
        try {
            Region region = memory.map(Store.regionBytes(options.segmentBytes()), "hash segment", options.hugePages());
            region.populate(0, options.segmentBytes());
            ready.set(region);
        } catch (EngineException.Full e) {
            // The writer meets it itself.
        }
    }

    @Override
    public void close() {
        Region region = take();
        if (region != null) {
            region.close();
        }
    }
}
