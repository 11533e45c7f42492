package dev.dyno.bench.peers.xodus;

import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerStore;
import jetbrains.exodus.env.Store;

/** A table is a store of the environment. */
final class XodusStore extends PeerStore {

    final Store store;

    XodusStore(TableSpec spec, Store store) {
        super(spec);
        this.store = store;
    }

    static String nameOf(TableSpec spec) {
        return "t" + spec.id();
    }
}
