package dev.dyno.cache;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Option;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.kit.model.ModelEngineProvider;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The oracle as an engine that reports no commits, as one that is elsewhere. Keeps the engine it opened, for writes
 * around a cache, and lets a test step in when a read has its answer and has not returned yet.
 */
final class SilentProvider implements EngineProvider {

    private final EngineProvider model = new ModelEngineProvider();
    private final boolean silent;
    private Engine opened;
    private Runnable afterRead = () -> { };
    private int reads;

    SilentProvider(boolean silent) {
        this.silent = silent;
    }

    /** Past the cache. */
    Engine engine() {
        return opened;
    }

    /** Runs once, in the next read of an item below the cache. */
    void afterNextRead(Runnable action) {
        afterRead = action;
    }

    /** How many items were read below the cache, one by one. */
    int reads() {
        return reads;
    }

    @Override
    public String name() {
        return "silent";
    }

    @Override
    public String summary() {
        return "the oracle, reporting no commits";
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.copyOf(model.capabilities());
        if (silent) {
            capabilities.remove(Capability.COMMIT_LISTENER);
        }
        return capabilities;
    }

    @Override
    public List<Option<?>> options() {
        return model.options();
    }

    @Override
    public Engine open(EngineConfig config) {
        if (silent && !config.listeners().isEmpty()) {
            throw new EngineException.Unsupported(name(), Capability.COMMIT_LISTENER);
        }
        opened = model.open(config);
        return new SilentEngine(opened);
    }

    private final class SilentEngine extends ForwardingEngine {
        SilentEngine(Engine inner) {
            super(inner);
        }

        @Override
        public String name() {
            return SilentProvider.this.name();
        }

        @Override
        public Set<Capability> capabilities() {
            return SilentProvider.this.capabilities();
        }

        @Override
        public Session openSession() {
            return new SilentSession(inner().openSession());
        }
    }

    private final class SilentSession extends ForwardingSession {
        SilentSession(Session inner) {
            super(inner);
        }

        @Override
        public Table table(String name) {
            return new SilentTable(inner().table(name));
        }
    }

    private final class SilentTable extends ForwardingTable {
        SilentTable(Table inner) {
            super(inner);
        }

        @Override
        public boolean get(Key key, ItemView out) {
            boolean found = inner().get(key, out);
            reads++;
            Runnable action = afterRead;
            afterRead = () -> { };
            action.run();
            return found;
        }
    }
}
