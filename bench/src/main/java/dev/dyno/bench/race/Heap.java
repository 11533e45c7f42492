package dev.dyno.bench.race;

import com.sun.management.OperatingSystemMXBean;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.data.Dataset;
import java.lang.management.ManagementFactory;
import java.util.Collection;

/** The heap of every fork: one size for all, enough for engines that keep the items as Java objects. */
final class Heap {

    private static final long BASE_BYTES = 512L << 20;
    /** Tree nodes, arrays' headers, references and a collector's elbow room, per item, roughly. */
    private static final long ITEM_BYTES = 400;
    private static final int COPIES = 2;
    private static final long MAX_SHARE_OF_MEMORY = 3;
    private static final long UNIT = 256L << 20;

    private Heap() {
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
