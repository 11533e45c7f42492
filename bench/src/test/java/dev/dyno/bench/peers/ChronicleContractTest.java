package dev.dyno.bench.peers;

import dev.dyno.api.EngineProvider;
import dev.dyno.bench.peers.chronicle.ChronicleProvider;
import dev.dyno.kit.EngineContract;

/** The rules of the kit on the peer, at its default durability. */
class ChronicleContractTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new ChronicleProvider();
    }
}
