package dev.dyno.lsm;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.AllocationContract;
import java.util.Map;

/** Behind the checkpoint reads are from tables. */
class AllocationTest extends AllocationContract {

    /** Of the objects for one piece of memory that a memtable takes, of which a round of puts takes at most two. */
    private static final long PIECE_BYTES = 256;

    @Override
    protected EngineProvider provider() {
        return new LsmEngineProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("log-segment-bytes", "256MiB");
    }

    @Override
    protected long bytesOfPuts() {
        return 2 * PIECE_BYTES;
    }
}
