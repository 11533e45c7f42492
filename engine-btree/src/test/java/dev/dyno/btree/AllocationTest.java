package dev.dyno.btree;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.AllocationContract;
import java.util.Map;

class AllocationTest extends AllocationContract {

    @Override
    protected EngineProvider provider() {
        return new BTreeEngineProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("log-segment-bytes", "256MiB");
    }
}
