package dev.dyno.log;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineException;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.core.engine.AbstractSession;

/** A thread's door: engine-core checks the caller and carries the writes. */
final class LogSession extends AbstractSession {

    private final LogEngine engine;

    LogSession(LogEngine engine) {
        super(engine);
        this.engine = engine;
    }

    @Override
    protected Table newTable(TableSpec spec) {
        return new LogTable(this, spec, engine.index());
    }

    // tutorial: denial
    @Override
    public Snapshot snapshot() {
        enter();
        throw new EngineException.Unsupported(LogEngineProvider.NAME, Capability.SNAPSHOT);
    }
    // tutorial: end
}
