package dev.dyno.bench.peers.lmdb;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import java.util.List;
import java.util.Set;
import org.lmdbjava.Env;

/** LMDB: a copy-on-write B+tree in a memory map, through lmdbjava and its buffers over Agrona. */
public final class LmdbProvider extends PeerProvider {

    static final Option<Long> MAP_BYTES = Option.bytes("map-bytes", 64L << 30, 1 << 20, 16L << 40,
            "Address space, and so the greatest size of the data. It costs nothing until used and may grow from one"
                    + " open to the next; a full map refuses writes.");
    static final Option<Integer> TABLES = Option.integer("tables", 256, 1, 4096,
            "Tables there can be, dropped ones included until the next open. Every transaction pays a few bytes each.");
    static final Option<Integer> READERS = Option.integer("readers", 1024, 8, 32768,
            "Read transactions at a time: one per session and one per cursor or snapshot.");
    static final Option<Boolean> WRITE_MAP = Option.flag("write-map", true,
            "MDB_WRITEMAP: writes go straight into the map instead of through pwrite. Faster for small commits, and"
                    + " a write survives kill -9 as soon as it is in the map.");

    /** For the service loader. */
    public LmdbProvider() {
    }

    @Override
    public String name() {
        return "lmdb";
    }

    @Override
    public String summary() {
        return "LMDB 0.9: copy-on-write B+tree in a memory map (lmdbjava)";
    }

    @Override
    public Set<Capability> capabilities() {
        return Capability.allBut(Capability.CONDITION_SEQUENCE, Capability.COMMIT_LISTENER, Capability.INJECTED_DISK);
    }

    @Override
    public List<Option<?>> options() {
        return List.of(MAP_BYTES, TABLES, READERS, WRITE_MAP);
    }

    @Override
    protected Engine open(EngineConfig config, PeerHome home) {
        // The documented way to its full speed; what it would check, PeerSession and PeerCursor check.
        System.setProperty(Env.DISABLE_CHECKS_PROP, "true");
        return LmdbEngine.open(this, config, home);
    }
}
