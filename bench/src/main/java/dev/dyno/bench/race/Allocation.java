package dev.dyno.bench.race;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Bytes of Java heap that all threads of this process allocated inside measured times; background work of an engine is
 * an engine's cost too. {@link #begin} and {@link #end} are called by one thread at a time.
 */
final class Allocation {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final boolean known =
            threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled();
    private long before;
    private long measured;

    Allocation() {
        // The first call of each loads classes, which would count as an operation's.
        begin();
        end(false);
    }

    void begin() {
        before = known ? threads.getTotalThreadAllocatedBytes() : 0;
    }

    /** @param counts whether the time that ends was measured, and no warm-up */
    void end(boolean counts) {
        if (known && counts) {
            measured += threads.getTotalThreadAllocatedBytes() - before;
        }
    }

    /** @return -1 where the virtual machine does not tell */
    long bytes() {
        return known ? measured : -1;
    }
}
