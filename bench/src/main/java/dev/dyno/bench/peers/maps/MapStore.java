package dev.dyno.bench.peers.maps;

import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerStore;
import java.util.concurrent.ConcurrentNavigableMap;

/** A table is a map from composite keys to values, both byte arrays that nobody changes. */
final class MapStore extends PeerStore {

    final ConcurrentNavigableMap<Object, byte[]> map;

    MapStore(TableSpec spec, ConcurrentNavigableMap<Object, byte[]> map) {
        super(spec);
        this.map = map;
    }

    static String nameOf(TableSpec spec) {
        return "t" + spec.id();
    }
}
