package dev.dyno.btree;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import java.util.Map;

/** The whole kit in the least memory there may be: pages and large values go and come all the while. */
class BTreeSmallMemoryTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new BTreeEngineProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("page-bytes", "4KiB", "large-value-bytes", "256", "checkpoint-bytes", "64KiB",
                "memory-bytes", "256KiB");
    }
}
