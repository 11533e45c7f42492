package dev.dyno.hash;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import java.util.Map;

/** The whole kit with segments so small that they fill up, are written, read from files and emptied all the time. */
class HashMiniatureTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new HashEngineProvider();
    }

    @Override
    protected Map<String, String> options() {
        return provider().miniature();
    }
}
