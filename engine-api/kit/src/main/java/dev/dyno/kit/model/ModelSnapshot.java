package dev.dyno.kit.model;

import dev.dyno.api.EngineException;
import dev.dyno.api.Snapshot;

/** A state that is kept. Threads: any. */
final class ModelSnapshot implements Snapshot {

    private final ModelEngine engine;
    private final ModelState state;
    private volatile boolean closed;

    ModelSnapshot(ModelEngine engine, ModelState state) {
        this.engine = engine;
        this.state = state;
    }

    ModelState state() {
        if (closed) {
            throw new EngineException.Closed(toString());
        }
        return state;
    }

    @Override
    public long sequence() {
        return state.sequence();
    }

    @Override
    public void close() {
        closed = true;
        engine.closed(this);
    }

    @Override
    public String toString() {
        return "snapshot at sequence " + state.sequence();
    }
}
