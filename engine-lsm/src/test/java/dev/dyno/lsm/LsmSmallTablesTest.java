package dev.dyno.lsm;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import java.util.Map;

/** The whole kit with memtables so small that most of what is read lies in tables, and those are merged often. */
class LsmSmallTablesTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new LsmEngineProvider();
    }

    @Override
    protected Map<String, String> options() {
        return new LsmEngineProvider().miniature();
    }
}
