package dev.dyno.bench.peers.lmdb;

import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerStore;
import org.agrona.DirectBuffer;
import org.lmdbjava.Dbi;

/** A table is a database of the environment. */
final class LmdbStore extends PeerStore {

    final Dbi<DirectBuffer> database;
    /** {@link LmdbEngine#version} since which transactions know the database. */
    final long version;

    LmdbStore(TableSpec spec, Dbi<DirectBuffer> database, long version) {
        super(spec);
        this.database = database;
        this.version = version;
    }

    static String nameOf(TableSpec spec) {
        return "t" + spec.id();
    }
}
