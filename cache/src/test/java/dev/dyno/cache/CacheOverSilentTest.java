package dev.dyno.cache;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import java.util.Map;

/** The rules of an engine on a coherent cache over one that reports no commits: words around the writes. */
class CacheOverSilentTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return Caching.over(new SilentProvider(true));
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("cache-bytes", "64KiB", "cache-policy", "w-tiny-lfu", "cache-entry-bytes", "64");
    }
}
