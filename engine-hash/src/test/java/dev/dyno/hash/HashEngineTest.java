package dev.dyno.hash;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;

/** The whole kit on the hash engine. */
class HashEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new HashEngineProvider();
    }
}
