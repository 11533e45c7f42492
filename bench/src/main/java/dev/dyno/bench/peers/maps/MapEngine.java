package dev.dyno.bench.peers.maps;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Limits;
import dev.dyno.bench.peers.PeerEngine;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import dev.dyno.bench.peers.PeerSession;
import dev.dyno.bench.peers.Probe;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** One ordered Java map per table, one writer at a time so that conditions hold. */
abstract class MapEngine extends PeerEngine<MapStore> {

    private final ReentrantLock writes = new ReentrantLock();

    MapEngine(PeerProvider provider, EngineConfig config, PeerHome home, Set<Capability> denied) {
        super(provider, config, home, Limits.FULL, denied);
    }

    /** What to look for in a map: the probe itself, or an array if the map compares only those. */
    abstract Object sought(Probe probe);

    /** Keeps what was written at the level. Called holding the write lock. */
    abstract void commit(Durability level);

    final ReentrantLock writes() {
        return writes;
    }

    @Override
    protected final PeerSession<MapStore> newSession(int number) {
        return new MapSession(this, number, writes);
    }

    @Override
    protected EngineStats addStats(EngineStats stats) {
        long items = 0;
        for (MapStore store : stores()) {
            items += store.map.size();
        }
        return super.addStats(stats).with(Counter.LIVE_ITEMS, items);
    }

    @Override
    protected final Map<String, Object> facts(MapStore store) {
        return Map.of("items", store.map.size());
    }
}
