package dev.dyno.bench.peers.mvstore;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerEngine;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerSession;
import dev.dyno.bench.peers.PeerSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RootReference;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * One store, one map per table.
 *
 * <p>What each level does: MEMORY changes the map, and the store saves in the background (after a second, or when the
 * buffer is full); PROCESS saves a chunk with every commit, which is written and not synced; SYNC saves a chunk and
 * syncs the file. A chunk is whole blocks of 4 KiB, which is why small commits cost it so much.
 */
final class MvEngine extends PeerEngine<MvStoreTable> {

    private static final String FILE = "store.mv";

    private final EngineConfig config;
    private final MVStore store;
    /** Makes a write, its save and its sequence one step. MVStore would let writers of one map wait for each other. */
    private final ReentrantLock writes = new ReentrantLock();

    private MvEngine(MvProvider provider, EngineConfig config, PeerHome home, MVStore store) {
        super(provider, config, home, Limits.FULL, Set.of());
        this.config = config;
        this.store = store;
    }

    static MvEngine open(MvProvider provider, EngineConfig config, PeerHome home) {
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(home.data().resolve(FILE).toString())
                    .cacheSize(MvProvider.CACHE_MEGABYTES.in(config))
                    .autoCommitBufferSize(MvProvider.COMMIT_BUFFER_KILOBYTES.in(config))
                    .open();
            MvEngine engine = new MvEngine(provider, config, home, store);
            engine.openTables();
            return engine;
        } catch (MVStoreException e) {
            throw failed("open", e);
        }
    }

    private void openTables() {
        home().tables().forEach(spec -> adopt(openMap(spec)));
        home().orphans(store.getMapNames(), MvStoreTable::nameOf).forEach(store::removeMap);
    }

    private MvStoreTable openMap(TableSpec spec) {
        MVMap.Builder<Object, byte[]> builder = new MVMap.Builder<Object, byte[]>()
                .keyType(KeyType.INSTANCE).valueType(ByteArrayDataType.INSTANCE);
        return new MvStoreTable(spec, store.openMap(MvStoreTable.nameOf(spec), builder));
    }

    MVStore store() {
        return store;
    }

    ReentrantLock writes() {
        return writes;
    }

    @Override
    protected MvStoreTable create(TableSpec spec) {
        try {
            MvStoreTable table = openMap(spec);
            syncStorage();
            return table;
        } catch (MVStoreException e) {
            throw failed("create table", e);
        }
    }

    @Override
    protected void drop(MvStoreTable table) {
        writes.lock();
        try {
            store.removeMap(table.map);
            store.commit();
        } catch (MVStoreException e) {
            throw failed("drop table", e);
        } finally {
            writes.unlock();
        }
    }

    @Override
    protected PeerSession<MvStoreTable> newSession(int number) {
        return new MvSession(this, number);
    }

    /** The roots of all maps between two writes; the store keeps their version while it is registered. */
    @Override
    protected PeerSnapshot newSnapshot() {
        writes.lock();
        try {
            MVStore.TxCounter version = store.registerVersionUsage();
            Map<MvStoreTable, RootReference<Object, byte[]>> roots = new HashMap<>();
            for (MvStoreTable table : stores()) {
                roots.put(table, table.map.flushAndGetRoot());
            }
            return new MvSnapshot(this, published(), version, roots);
        } catch (MVStoreException e) {
            throw failed("snapshot", e);
        } finally {
            writes.unlock();
        }
    }

    @Override
    protected void syncStorage() {
        try {
            store.commit();
            store.sync();
        } catch (MVStoreException e) {
            throw new EngineException.Failed("sync failed: engine=mvstore, cause=" + e, e);
        }
    }

    @Override
    protected void closeStorage() {
        store.close();
    }

    static EngineException failed(String what, MVStoreException cause) {
        return new EngineException.Io(what + " failed: engine=mvstore, cause=" + cause.getMessage(), cause);
    }

    @Override
    protected void settings(Map<String, Object> facts) {
        facts.put("cacheMegabytes", MvProvider.CACHE_MEGABYTES.in(config));
        facts.put("commit", "MEMORY in the background after " + store.getAutoCommitDelay()
                + " ms, PROCESS a chunk written per commit, SYNC a chunk written and synced per commit");
        facts.put("keysPerPage", store.getKeysPerPage());
        facts.put("pageSplitBytes", store.getMaxPageSize());
        facts.put("compression", "none");
        facts.put("retentionMillis", store.getRetentionTime());
        facts.put("checksums", "Fletcher-32 of each chunk");
    }

    @Override
    protected Map<String, Object> facts(MvStoreTable table) {
        return Map.of("items", table.map.sizeAsLong());
    }

    @Override
    protected EngineStats addStats(EngineStats stats) {
        long items = 0;
        for (MvStoreTable table : stores()) {
            items += table.map.sizeAsLong();
        }
        return super.addStats(stats).with(EngineStats.Counter.LIVE_ITEMS, items);
    }
}
