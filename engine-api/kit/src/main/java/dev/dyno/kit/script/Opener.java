package dev.dyno.kit.script;

import dev.dyno.api.Engine;
import dev.dyno.api.ForwardingEngine;

/** Opens one engine, and opens it again on what it left behind. */
@FunctionalInterface
public interface Opener {

    Engine open();

    /** An opener of an engine that keeps nothing, such as the model: it outlives its closes. */
    static Opener lasting(Engine engine) {
        return () -> new ForwardingEngine(engine) {
            @Override
            public void close() {
                // The state in memory is the state on disk.
            }
        };
    }
}
