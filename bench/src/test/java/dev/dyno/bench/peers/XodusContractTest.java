package dev.dyno.bench.peers;

import dev.dyno.api.EngineProvider;
import dev.dyno.bench.peers.xodus.XodusProvider;
import dev.dyno.kit.EngineContract;

/** The rules of the kit on the peer, at its default durability. */
class XodusContractTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new XodusProvider();
    }
}
