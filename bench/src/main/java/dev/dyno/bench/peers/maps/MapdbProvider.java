package dev.dyno.bench.peers.maps;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.Option;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import dev.dyno.bench.peers.Probe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** MapDB 3: a B-link tree in a file with a write-ahead log. */
public final class MapdbProvider extends PeerProvider {

    static final Option<Integer> NODE_ENTRIES = Option.integer("node-entries", 32, 4, 1024,
            "The greatest number of entries of a tree node; 32 is MapDB's default.");

    /** For the service loader. */
    public MapdbProvider() {
    }

    @Override
    public String name() {
        return "mapdb";
    }

    @Override
    public String summary() {
        return "MapDB 3: B-link tree in a mapped file with a log, pure Java";
    }

    @Override
    public Set<Capability> capabilities() {
        return Capability.allBut(Capability.CONDITION_SEQUENCE, Capability.SNAPSHOT, Capability.ATOMIC_BATCH,
                Capability.ATOMIC_BATCH_ACROSS_PARTITIONS, Capability.ATOMIC_BATCH_ACROSS_TABLES,
                Capability.COMMIT_LISTENER, Capability.ZERO_COPY_READ,
                Capability.INJECTED_DISK);
    }

    @Override
    public List<Option<?>> options() {
        return List.of(NODE_ENTRIES);
    }

    @Override
    protected Engine open(EngineConfig config, PeerHome home) {
        DBMaker.Maker maker = DBMaker.fileDB(home.data().resolve("store.mapdb").toFile())
                .fileMmapEnableIfSupported().transactionEnable();
        EnumSet<Capability> denied = EnumSet.noneOf(Capability.class);
        if (config.durability() != Durability.SYNC) {
            maker.fileSyncDisable();
            denied.add(Capability.DURABLE_SYNC);
        }
        try {
            return new MapdbEngine(this, config, home, denied, maker.make());
        } catch (DBException e) {
            throw MapdbEngine.failed("open", e);
        }
    }

    /**
     * Whether a commit is synced is decided at open; below SYNC it is not, and SYNC is then denied. MEMORY does not
     * commit at all before a sync or close.
     */
    private static final class MapdbEngine extends MapEngine {

        private final DB database;
        private final int nodeEntries;

        MapdbEngine(MapdbProvider provider, EngineConfig config, PeerHome home, Set<Capability> denied, DB database) {
            super(provider, config, home, denied);
            this.database = database;
            this.nodeEntries = NODE_ENTRIES.in(config);
            home.tables().forEach(spec -> adopt(newStore(spec)));
            List<String> own = new ArrayList<>();
            database.getAllNames().forEach(own::add);
            for (String orphan : home.orphans(own, MapStore::nameOf)) {
                database.treeMap(orphan, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).open().clear();
            }
        }

        @SuppressWarnings("unchecked") // keys of the tree are arrays only; Object lets a probe stand for one elsewhere
        private MapStore newStore(TableSpec spec) {
            Object map = database.treeMap(MapStore.nameOf(spec), Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
                    .maxNodeSize(nodeEntries).createOrOpen();
            return new MapStore(spec, (ConcurrentNavigableMap<Object, byte[]>) map);
        }

        static EngineException failed(String what, DBException cause) {
            return new EngineException.Io(what + " failed: engine=mapdb, cause=" + cause.getMessage(), cause);
        }

        @Override
        protected MapStore create(TableSpec spec) {
            writes().lock();
            try {
                MapStore store = newStore(spec);
                database.commit();
                return store;
            } catch (DBException e) {
                throw failed("create table", e);
            } finally {
                writes().unlock();
            }
        }

        @Override
        Object sought(Probe probe) {
            return probe.toBytes();
        }

        @Override
        void commit(Durability level) {
            if (level != Durability.MEMORY) {
                try {
                    database.commit();
                } catch (DBException e) {
                    throw failed("commit", e);
                }
            }
        }

        @Override
        protected void drop(MapStore store) {
            writes().lock();
            try {
                store.map.clear();
                database.commit();
            } catch (DBException e) {
                throw failed("drop table", e);
            } finally {
                writes().unlock();
            }
        }

        @Override
        protected void syncStorage() {
            writes().lock();
            try {
                database.commit();
            } catch (DBException e) {
                throw failed("sync", e);
            } finally {
                writes().unlock();
            }
        }

        @Override
        protected void closeStorage() {
            database.close();
        }

        @Override
        protected void settings(Map<String, Object> facts) {
            facts.put("file", "mapped, with a write-ahead log (transactionEnable)");
            facts.put("commit", "MEMORY none, PROCESS per write without sync, SYNC per write with sync");
            facts.put("nodeEntries", nodeEntries);
            facts.put("keys", "a lookup makes an array: MapDB compares nothing else");
        }
    }
}
