package dev.dyno.bench.peers.rocksdb;

import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerStore;
import java.nio.charset.StandardCharsets;
import org.rocksdb.ColumnFamilyHandle;

/** A table is a column family. */
final class RocksStore extends PeerStore {

    final ColumnFamilyHandle family;

    RocksStore(TableSpec spec, ColumnFamilyHandle family) {
        super(spec);
        this.family = family;
    }

    static byte[] nameOf(TableSpec spec) {
        return ("t" + spec.id()).getBytes(StandardCharsets.UTF_8);
    }
}
