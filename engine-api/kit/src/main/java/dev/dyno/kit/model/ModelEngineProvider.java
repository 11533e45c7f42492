package dev.dyno.kit.model;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import java.util.List;
import java.util.Set;

/**
 * Finds and opens the model. It denies {@link Capability#DURABLE_PROCESS} and {@link Capability#DURABLE_SYNC}, so it
 * opens at {@link Durability#MEMORY} only. Of the disk it takes the lock and nothing else.
 */
public final class ModelEngineProvider implements EngineProvider {

    static final String NAME = "model";
    static final Set<Capability> CAPABILITIES =
            Capability.allBut(Capability.DURABLE_PROCESS, Capability.DURABLE_SYNC);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "in-heap ordered maps: the oracle that engines are compared with; keeps nothing when closed";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Option<?>> options() {
        return List.of();
    }

    @Override
    public Engine open(EngineConfig config) {
        Option.check(NAME, options(), config.options());
        refuse(config.durability());
        return new ModelEngine(config.disk().lock(), config.listeners());
    }

    /** @throws EngineException.Unsupported for a level above {@link Durability#MEMORY} */
    static void refuse(Durability level) {
        switch (level) {
            case ENGINE, MEMORY -> { }
            case PROCESS -> throw new EngineException.Unsupported(NAME, Capability.DURABLE_PROCESS);
            case SYNC -> throw new EngineException.Unsupported(NAME, Capability.DURABLE_SYNC);
        }
    }
}
