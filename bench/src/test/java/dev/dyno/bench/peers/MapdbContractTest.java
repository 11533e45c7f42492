package dev.dyno.bench.peers;

import dev.dyno.api.EngineProvider;
import dev.dyno.bench.peers.maps.MapdbProvider;
import dev.dyno.kit.EngineContract;

/** The rules of the kit on the peer, at its default durability. */
class MapdbContractTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new MapdbProvider();
    }
}
