package dev.dyno.kit.crash;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.memory.SystemMemory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Memory that is given back as a whole: an engine that a crash caught cannot be expected to. Threads: any. */
final class CrashMemory implements Memory, AutoCloseable {

    private final SystemMemory system = new SystemMemory();
    private final Set<Tracked> regions = new LinkedHashSet<>();

    @Override
    public synchronized Region map(long bytes, String tag, boolean hugePages) {
        // Small pages: thousands of engines live and die here, each for a moment.
        Tracked region = new Tracked(system.map(bytes, tag, false));
        regions.add(region);
        return region;
    }

    @Override
    public long outstandingBytes() {
        return system.outstandingBytes();
    }

    @Override
    public synchronized void close() {
        List.copyOf(regions).forEach(Region::close);
    }

    private synchronized void forget(Tracked region) {
        regions.remove(region);
    }

    private final class Tracked implements Region {
        private final Region inner;

        private Tracked(Region inner) {
            this.inner = inner;
        }

        @Override
        public long address() {
            return inner.address();
        }

        @Override
        public long bytes() {
            return inner.bytes();
        }

        @Override
        public String tag() {
            return inner.tag();
        }

        @Override
        public void discard(long offset, long bytes) {
            inner.discard(offset, bytes);
        }

        @Override
        public void close() {
            forget(this);
            inner.close();
        }
    }
}
