package dev.dyno.kit.mirror;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.api.disk.MemoryDisk;
import java.util.List;
import java.util.Set;

/**
 * Opens a subject as configured and a reference beside it in memory. Both start empty: the subject's disk must be, or
 * the first answers differ.
 *
 * @param subject the engine under test
 * @param reference the one that is believed: usually the model
 */
public record MirrorProvider(EngineProvider subject, EngineProvider reference) implements EngineProvider {

    @Override
    public String name() {
        return MirrorEngine.name(subject.name(), reference.name());
    }

    @Override
    public String summary() {
        return subject.name() + " and " + reference.name() + " side by side, every answer compared";
    }

    @Override
    public Set<Capability> capabilities() {
        return MirrorEngine.common(subject.capabilities(), reference.capabilities());
    }

    @Override
    public List<Option<?>> options() {
        return subject.options();
    }

    @Override
    public Engine open(EngineConfig config) {
        Engine first = subject.open(config);
        try {
            EngineConfig beside = EngineConfig.on(new MemoryDisk())
                    .withClock(config.clock()).withWork(config.work()).withMemory(config.memory())
                    .withDurability(Durability.MEMORY);
            return new MirrorEngine(first, reference.open(beside));
        } catch (RuntimeException | Error e) {
            first.close();
            throw e;
        }
    }
}
