package dev.dyno.kit;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.model.ModelEngineProvider;

/** The model keeps every rule it does not deny; and, being strict by default, so does the strict wrapper over it. */
class ModelEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new ModelEngineProvider();
    }
}
