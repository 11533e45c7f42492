package dev.dyno.cache;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import dev.dyno.log.LogEngineProvider;

/** The rules of an engine on a coherent cache over an engine with a log, which reports its commits. */
class CacheOverLogTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return Caching.over(new LogEngineProvider());
    }
}
