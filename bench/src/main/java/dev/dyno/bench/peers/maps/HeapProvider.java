package dev.dyno.bench.peers.maps;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import dev.dyno.bench.peers.Probe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** The JDK's own ordered concurrent map, nothing durable: the scale for ordered operations on the heap. */
public final class HeapProvider extends PeerProvider {

    /** For the service loader. */
    public HeapProvider() {
    }

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public String summary() {
        return "the JDK's ConcurrentSkipListMap of byte arrays, nothing durable";
    }

    @Override
    public Set<Capability> capabilities() {
        return Capability.allBut(Capability.CONDITION_SEQUENCE, Capability.SNAPSHOT, Capability.ATOMIC_BATCH,
                Capability.ATOMIC_BATCH_ACROSS_PARTITIONS, Capability.ATOMIC_BATCH_ACROSS_TABLES,
                Capability.COMMIT_LISTENER, Capability.ZERO_COPY_READ,
                Capability.DURABLE_PROCESS, Capability.DURABLE_SYNC, Capability.INJECTED_DISK);
    }

    @Override
    public List<Option<?>> options() {
        return List.of();
    }

    @Override
    protected Engine open(EngineConfig config, PeerHome home) {
        return new HeapEngine(this, config, home);
    }

    /** Nothing reaches the disk but the catalogue, so tables are empty after an open. */
    private static final class HeapEngine extends MapEngine {

        HeapEngine(HeapProvider provider, EngineConfig config, PeerHome home) {
            super(provider, config, home, Set.of());
            home.tables().forEach(spec -> adopt(newStore(spec)));
        }

        @Override
        protected MapStore create(TableSpec spec) {
            return newStore(spec);
        }

        private static MapStore newStore(TableSpec spec) {
            return new MapStore(spec, new ConcurrentSkipListMap<>(Probe::compare));
        }

        @Override
        Object sought(Probe probe) {
            return probe;
        }

        @Override
        void commit(Durability level) {
            // In the map it is as good as it gets.
        }

        @Override
        protected void drop(MapStore store) {
            store.map.clear();
        }

        @Override
        protected void syncStorage() {
            // There is no storage.
        }

        @Override
        protected void closeStorage() {
            // Nothing native.
        }

        @Override
        protected void settings(Map<String, Object> facts) {
            facts.put("durability kept", "none: MEMORY");
            facts.put("writers", "one at a time");
        }
    }
}
