package dev.dyno.lsm;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;

/** The whole kit on the merge tree. */
class LsmEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new LsmEngineProvider();
    }
}
