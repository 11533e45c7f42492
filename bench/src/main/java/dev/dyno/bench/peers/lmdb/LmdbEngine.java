package dev.dyno.bench.peers.lmdb;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.PeerEngine;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerSession;
import dev.dyno.bench.peers.PeerSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.DirectBuffer;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.DirectBufferProxy;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;

/**
 * One environment, one database per table.
 *
 * <p>Durability is the environment's: opened at SYNC every commit is synced before it is visible, whatever level a
 * write names. Opened below, it has MDB_NOSYNC: a commit is in the memory map, which outlives the process, and a power
 * cut may damage the whole file (LMDB's own word for it), so SYNC is then denied rather than half kept.
 *
 * <p>Flags always set: MDB_NOTLS (a reader belongs to a session, not to a thread), MDB_NORDAHEAD (random reads),
 * MDB_NOMEMINIT (pages are not cleared before they are written).
 */
final class LmdbEngine extends PeerEngine<LmdbStore> {

    /** LMDB's longest key as it is compiled by default. */
    private static final int KEY_BYTES_MAX = 511;
    private static final int PARTITION_BYTES_MAX = 253;
    private static final Limits LIMITS = new Limits(PARTITION_BYTES_MAX,
            KEY_BYTES_MAX - CompositeKey.HEAD_BYTES - PARTITION_BYTES_MAX, Limits.FULL.valueBytes(),
            Limits.FULL.batchOperations(), Limits.FULL.batchBytes());

    private final Env<DirectBuffer> env;
    private final EnumSet<EnvFlags> flags;
    private final EngineConfig config;
    /** LMDB has one writer; this lock in front of its own keeps commits and sequences in one order. */
    private final ReentrantLock writes = new ReentrantLock();
    /**
     * What readers see: goes up with every commit and every new table, after it is visible and before it is
     * acknowledged. A transaction begun at the current version is as good as a new one. Written under {@link #writes}.
     */
    private volatile long version;

    private LmdbEngine(LmdbProvider provider, EngineConfig config, PeerHome home, Env<DirectBuffer> env,
            EnumSet<EnvFlags> flags, Set<Capability> denied) {
        super(provider, config, home, LIMITS, denied);
        this.env = env;
        this.flags = flags;
        this.config = config;
    }

    static LmdbEngine open(LmdbProvider provider, EngineConfig config, PeerHome home) {
        EnumSet<EnvFlags> flags = EnumSet.of(EnvFlags.MDB_NOTLS, EnvFlags.MDB_NORDAHEAD, EnvFlags.MDB_NOMEMINIT);
        EnumSet<Capability> denied = EnumSet.noneOf(Capability.class);
        if (config.durability() != Durability.SYNC) {
            flags.add(EnvFlags.MDB_NOSYNC);
            denied.add(Capability.DURABLE_SYNC);
        }
        if (LmdbProvider.WRITE_MAP.in(config)) {
            flags.add(EnvFlags.MDB_WRITEMAP);
        }
        Env<DirectBuffer> env = null;
        try {
            Files.createDirectories(home.data());
            env = Env.create(DirectBufferProxy.PROXY_DB)
                    .setMapSize(LmdbProvider.MAP_BYTES.in(config))
                    .setMaxDbs(LmdbProvider.TABLES.in(config))
                    .setMaxReaders(LmdbProvider.READERS.in(config))
                    .open(home.data().toFile(), flags.toArray(new EnvFlags[0]));
            LmdbEngine engine = new LmdbEngine(provider, config, home, env, flags, denied);
            engine.openTables();
            return engine;
        } catch (LmdbException | IOException e) {
            if (env != null) {
                env.close();
            }
            throw new EngineException.Io("open failed: engine=lmdb, directory=" + home.data() + ", cause=" + e, e);
        }
    }

    /** Also removes the databases of tables that were dropped: only now has nobody a handle on them. */
    private void openTables() {
        List<String> own = env.getDbiNames().stream().map(name -> new String(name, StandardCharsets.UTF_8)).toList();
        home().tables().forEach(spec -> adopt(create(spec)));
        for (String orphan : home().orphans(own, LmdbStore::nameOf)) {
            Dbi<DirectBuffer> database = env.openDbi(orphan);
            try (Txn<DirectBuffer> txn = env.txnWrite()) {
                database.drop(txn, true);
                txn.commit();
            }
        }
    }

    Env<DirectBuffer> env() {
        return env;
    }

    ReentrantLock writes() {
        return writes;
    }

    long version() {
        return version;
    }

    /** Called holding {@link #writes}. */
    void advance() {
        version = version + 1;
    }

    @Override
    protected LmdbStore create(TableSpec spec) {
        writes.lock();
        try {
            Dbi<DirectBuffer> database = env.openDbi(LmdbStore.nameOf(spec), DbiFlags.MDB_CREATE);
            env.sync(true);
            advance();
            return new LmdbStore(spec, database, version);
        } catch (LmdbException e) {
            throw failed("create table", e);
        } finally {
            writes.unlock();
        }
    }

    /** Empties the database; its name goes at the next open. */
    @Override
    protected void drop(LmdbStore store) {
        writes.lock();
        try (Txn<DirectBuffer> txn = env.txnWrite()) {
            store.database.drop(txn);
            txn.commit();
            advance();
        } catch (LmdbException e) {
            throw failed("drop table", e);
        } finally {
            writes.unlock();
        }
    }

    @Override
    protected PeerSession<LmdbStore> newSession(int number) {
        return new LmdbSession(this, number);
    }

    @Override
    protected PeerSnapshot newSnapshot() {
        writes.lock();
        try {
            return new LmdbSnapshot(this, published(), version, env.txnRead());
        } catch (LmdbException e) {
            throw failed("snapshot", e);
        } finally {
            writes.unlock();
        }
    }

    @Override
    protected void syncStorage() {
        try {
            env.sync(true);
        } catch (LmdbException e) {
            throw new EngineException.Failed("sync failed: engine=lmdb, cause=" + e, e);
        }
    }

    @Override
    protected void closeStorage() {
        env.close();
    }

    static EngineException failed(String what, LmdbException cause) {
        if (cause instanceof Env.MapFullException) {
            return new EngineException.Full(what + " failed: engine=lmdb, cause=map is full, option="
                    + LmdbProvider.MAP_BYTES.name(), cause);
        }
        return new EngineException.Io(what + " failed: engine=lmdb, cause=" + cause, cause);
    }

    @Override
    protected void settings(Map<String, Object> facts) {
        facts.put("flags", flags);
        facts.put("mapBytes", LmdbProvider.MAP_BYTES.in(config));
        facts.put("readers", "one transaction per session, renewed when something was committed; "
                + "an idle session holds back its last version until its next call");
        facts.put("keys", "composite, " + env.getMaxKeySize() + " bytes at most");
        facts.put("checksums", "none");
    }

    @Override
    protected Map<String, Object> facts(LmdbStore store) {
        Map<String, Object> facts = new LinkedHashMap<>();
        try (Txn<DirectBuffer> txn = env.txnRead()) {
            Stat stat = store.database.stat(txn);
            facts.put("items", stat.entries);
            facts.put("depth", stat.depth);
            facts.put("branchPages", stat.branchPages);
            facts.put("leafPages", stat.leafPages);
            facts.put("overflowPages", stat.overflowPages);
            facts.put("pageBytes", stat.pageSize);
        }
        return facts;
    }

    /** The bytes of the pages in use: with MDB_WRITEMAP the file is as long as the map, and sparse. */
    @Override
    protected EngineStats addStats(EngineStats stats) {
        long items = 0;
        try (Txn<DirectBuffer> txn = env.txnRead()) {
            for (LmdbStore store : stores()) {
                items += store.database.stat(txn).entries;
            }
        }
        return stats.with(EngineStats.Counter.LIVE_ITEMS, items)
                .with(EngineStats.Counter.FILE_BYTES, (env.info().lastPageNumber + 1) * env.stat().pageSize);
    }
}
