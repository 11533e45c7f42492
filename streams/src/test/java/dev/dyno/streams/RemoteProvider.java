package dev.dyno.streams;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.Option;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.WriteBatch;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * An engine as a remote one is: no listeners, others write too, and if so asked, batches keep to one partition, as
 * Cassandra's do.
 *
 * @param store makes or hands out the engine behind it
 * @param onCommit asked before each batch: 0 lets it through, 1 loses its answer, 2 loses the batch and its answer
 */
record RemoteProvider(Function<EngineConfig, Engine> store, Set<Capability> all, boolean onePartition,
        IntSupplier onCommit) implements EngineProvider {

    static final int THROUGH = 0;
    static final int ANSWER_LOST = 1;

    @Override
    public String name() {
        return "remote";
    }

    @Override
    public String summary() {
        return "an engine behind a network that is not there";
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> left = EnumSet.copyOf(all);
        left.removeAll(Set.of(Capability.COMMIT_LISTENER, Capability.LOCAL));
        if (onePartition) {
            left.removeAll(Set.of(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS, Capability.SNAPSHOT));
        }
        return left;
    }

    @Override
    public List<Option<?>> options() {
        return List.of();
    }

    @Override
    public Engine open(EngineConfig config) {
        if (!config.listeners().isEmpty()) {
            throw new EngineException.Unsupported(name(), Capability.COMMIT_LISTENER);
        }
        return new Remote(store.apply(config), this);
    }

    private static final class Remote extends ForwardingEngine {
        private final RemoteProvider provider;

        Remote(Engine store, RemoteProvider provider) {
            super(store);
            this.provider = provider;
        }

        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public Set<Capability> capabilities() {
            return provider.capabilities();
        }

        @Override
        public Session openSession() {
            return new ForwardingSession(inner().openSession()) {
                @Override
                public Snapshot snapshot() {
                    if (!capabilities().contains(Capability.SNAPSHOT)) {
                        throw new EngineException.Unsupported(provider.name(), Capability.SNAPSHOT);
                    }
                    return inner().snapshot();
                }

                @Override
                public long commit(WriteBatch batch, Durability durability) {
                    if (provider.onePartition && batch.spansPartitions()) {
                        throw new EngineException.Unsupported(provider.name(),
                                Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
                    }
                    int fate = provider.onCommit.getAsInt();
                    long outcome = fate > ANSWER_LOST ? Outcome.UNKNOWN : inner().commit(batch, durability);
                    return fate == THROUGH ? outcome : Outcome.UNKNOWN;
                }
            };
        }
    }
}
