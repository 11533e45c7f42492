package dev.dyno.bench.peers.mvstore;

import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerStore;
import org.h2.mvstore.MVMap;

/** A table is a map of the store. */
final class MvStoreTable extends PeerStore {

    final MVMap<Object, byte[]> map;

    MvStoreTable(TableSpec spec, MVMap<Object, byte[]> map) {
        super(spec);
        this.map = map;
    }

    static String nameOf(TableSpec spec) {
        return "t" + spec.id();
    }
}
