package dev.dyno.btree;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import java.util.Map;

/** The whole kit with pages so small that trees are high, and background checkpoints so often that they come. */
class BTreeSmallPagesTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new BTreeEngineProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("page-bytes", "4KiB", "large-value-bytes", "256", "checkpoint-bytes", "64KiB",
                "memory-bytes", "64MiB", "large-value-space-bytes", "256MiB");
    }
}
