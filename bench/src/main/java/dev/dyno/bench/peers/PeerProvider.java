package dev.dyno.bench.peers;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;

/** Opens a peer: checks the options, takes the directory, and gives it back if the peer does not open. */
public abstract class PeerProvider implements EngineProvider {

    protected PeerProvider() {
    }

    @Override
    public final Engine open(EngineConfig config) {
        Option.check(name(), options(), config.options());
        if (!config.listeners().isEmpty()) {
            throw new EngineException.Unsupported(name(), Capability.COMMIT_LISTENER);
        }
        checkLevel(config.durability());
        PeerHome home = PeerHome.open(config, name());
        boolean opened = false;
        try {
            Engine engine = open(config, home);
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                home.abandon();
            }
        }
    }

    private void checkLevel(Durability level) {
        if (level != Durability.MEMORY && !capabilities().contains(Capability.DURABLE_PROCESS)) {
            throw new EngineException.Unsupported(name(), Capability.DURABLE_PROCESS);
        }
        if (level == Durability.SYNC && !capabilities().contains(Capability.DURABLE_SYNC)) {
            throw new EngineException.Unsupported(name(), Capability.DURABLE_SYNC);
        }
    }

    /** Opens the peer in {@link PeerHome#data} with the tables of the catalogue. */
    protected abstract Engine open(EngineConfig config, PeerHome home);
}
