package dev.dyno.cassandra;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;

/** The whole kit against a real server. */
@EnabledIf(value = "dev.dyno.cassandra.OneNode#possible", disabledReason = OneNode.WHY_NOT)
class CassandraEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new CassandraEngineProvider();
    }

    @Override
    protected Map<String, String> options() {
        return OneNode.options();
    }

    @BeforeEach
    void removeItems() {
        OneNode.removeItems();
    }
}
