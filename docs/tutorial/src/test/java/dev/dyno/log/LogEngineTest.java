package dev.dyno.log;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;

/** The whole kit on the tutorial's engine. */
class LogEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new LogEngineProvider();
    }
}
