package dev.dyno.kit.tiny;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;

/** The engine that the crash rules are tested with keeps the rules itself. */
class TinyEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new TinyProvider();
    }
}
