package dev.dyno.hash;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.ReadersBesideWriterContract;

class ReadersBesideWriterTest extends ReadersBesideWriterContract {

    @Override
    protected EngineProvider provider() {
        return new HashEngineProvider();
    }
}
