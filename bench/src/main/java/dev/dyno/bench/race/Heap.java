package dev.dyno.bench.race;

import com.sun.management.OperatingSystemMXBean;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.data.Dataset;
import java.lang.management.ManagementFactory;
import java.util.Collection;

/**
 * The heap of every fork: one size for all, enough for engines that keep the items as Java objects. It starts with what
 * those need that do not, and is touched up to there, so that a fork of many items does not begin with seconds of
 * clearing memory that nobody uses.
 */
final class Heap {

    private static final long BASE_BYTES = 512L << 20;
    /** Tree nodes, arrays' headers, references and a collector's elbow room, per item, roughly. */
    private static final long ITEM_BYTES = 400;
    private static final int COPIES = 2;
    private static final long MAX_SHARE_OF_MEMORY = 3;
    private static final long UNIT = 256L << 20;

    private static final long START_BYTES = 1L << 30;

    private Heap() {
    }

    /** What a heap of this size begins with. */
    static long startBytes(long heapBytes) {
        return Math.min(heapBytes, START_BYTES);
    }

    static long bytesFor(Collection<DataSpec> data) {
        long most = 0;
        for (DataSpec spec : data) {
            try (Dataset opened = spec.open()) {
                most = Math.max(most, COPIES * opened.bytes() + ITEM_BYTES * opened.items());
            }
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wanted = (BASE_BYTES + most + UNIT - 1) / UNIT * UNIT;
        return Math.max(UNIT, Math.min(wanted, system.getTotalMemorySize() / MAX_SHARE_OF_MEMORY / UNIT * UNIT));
    }
}
