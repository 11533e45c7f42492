package dev.dyno.kit.tiny;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import java.util.List;
import java.util.Set;

/** Opens a {@link TinyEngine}, right or with a planted bug. */
public class TinyProvider implements EngineProvider {

    static final Set<Capability> CAPABILITIES =
            Capability.allBut(Capability.COMMIT_LISTENER, Capability.ZERO_COPY_READ);

    private final TinyBug bug;

    public TinyProvider() {
        this(TinyBug.NONE);
    }

    public TinyProvider(TinyBug bug) {
        this.bug = bug;
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public String summary() {
        return "the model with a log: the least that survives a crash";
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
        Option.check(name(), options(), config.options());
        if (!config.listeners().isEmpty()) {
            throw new EngineException.Unsupported(name(), Capability.COMMIT_LISTENER);
        }
        return TinyEngine.open(config, bug);
    }

    @Override
    public String toString() {
        return "tiny " + bug;
    }
}
