package dev.dyno.btree;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;

/** The whole kit on the B+tree. */
class BTreeEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new BTreeEngineProvider();
    }
}
