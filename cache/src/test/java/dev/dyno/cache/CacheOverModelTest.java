package dev.dyno.cache;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import dev.dyno.kit.model.ModelEngineProvider;
import java.util.Map;

/** The rules of an engine on a coherent cache over the oracle, which reports its commits; small, so that it evicts. */
class CacheOverModelTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return Caching.over(new ModelEngineProvider());
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("cache-bytes", "64KiB", "cache-policy", "s3-fifo", "cache-entry-bytes", "64");
    }
}
