package dev.dyno.kit.tiny;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import java.util.Set;

/** The engine that the crash rules are tested with keeps the rules itself. */
class TinyEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new TinyProvider();
    }

    /**
     * Its file has no header and no mark of a clean close, so it cannot tell a foreign file, or damage in its last
     * record, from a torn tail; and when the disk is full it fails instead of going on to read only.
     */
    @Override
    protected boolean keeps(String rule) {
        return !Set.of("D13", "D15", "D16").contains(rule);
    }
}
