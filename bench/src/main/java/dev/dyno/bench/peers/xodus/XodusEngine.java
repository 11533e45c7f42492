package dev.dyno.bench.peers.xodus;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerEngine;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerSession;
import dev.dyno.bench.peers.PeerSnapshot;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import jetbrains.exodus.ExodusException;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;

/**
 * One environment, one store per table. A commit is appended to the log and handed to the operating system, which is
 * PROCESS and also what MEMORY gets; SYNC syncs the log after it. Xodus itself is not durable by default (it syncs
 * every ten seconds): that stays so below SYNC.
 */
final class XodusEngine extends PeerEngine<XodusStore> {

    private final EngineConfig config;
    private final EnvironmentImpl environment;
    private final ReentrantLock writes = new ReentrantLock();
    /** Goes up with every commit and every new table, before it is acknowledged. Written under {@link #writes}. */
    private volatile long version;

    private XodusEngine(XodusProvider provider, EngineConfig config, PeerHome home, EnvironmentImpl environment) {
        super(provider, config, home, Limits.FULL, Set.of());
        this.config = config;
        this.environment = environment;
    }

    static XodusEngine open(XodusProvider provider, EngineConfig config, PeerHome home) {
        EnvironmentConfig settings = new EnvironmentConfig()
                .setLogDurableWrite(false)
                .setMemoryUsage(XodusProvider.CACHE_BYTES.in(config))
                .setLogCacheShared(false)
                .setManagementEnabled(false)
                .setEnvGatherStatistics(false);
        try {
            XodusEngine engine = new XodusEngine(provider, config, home,
                    (EnvironmentImpl) Environments.newInstance(home.data().toFile(), settings));
            engine.openTables();
            return engine;
        } catch (ExodusException e) {
            throw failed("open", e);
        }
    }

    private void openTables() {
        environment.executeInTransaction(transaction -> {
            home().tables().forEach(spec -> adopt(openStore(spec, transaction)));
            home().orphans(environment.getAllStoreNames(transaction), XodusStore::nameOf)
                    .forEach(name -> environment.removeStore(name, transaction));
        });
    }

    private XodusStore openStore(TableSpec spec, Transaction transaction) {
        return new XodusStore(spec, environment.openStore(XodusStore.nameOf(spec),
                StoreConfig.WITHOUT_DUPLICATES, transaction));
    }

    EnvironmentImpl environment() {
        return environment;
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
    protected XodusStore create(TableSpec spec) {
        writes.lock();
        try {
            XodusStore store = environment.computeInTransaction(transaction -> openStore(spec, transaction));
            environment.flushAndSync();
            advance();
            return store;
        } catch (ExodusException e) {
            throw failed("create table", e);
        } finally {
            writes.unlock();
        }
    }

    @Override
    protected void drop(XodusStore store) {
        // It is removed at the next open, which finds it in no catalogue: a session may still be reading it.
    }

    @Override
    protected PeerSession<XodusStore> newSession(int number) {
        return new XodusSession(this, number);
    }

    @Override
    protected PeerSnapshot newSnapshot() {
        writes.lock();
        try {
            return new XodusSnapshot(this, published(), environment.beginReadonlyTransaction());
        } catch (ExodusException e) {
            throw failed("snapshot", e);
        } finally {
            writes.unlock();
        }
    }

    @Override
    protected void syncStorage() {
        try {
            environment.flushAndSync();
        } catch (ExodusException e) {
            throw new EngineException.Failed("sync failed: engine=xodus, cause=" + e.getMessage(), e);
        }
    }

    @Override
    protected void closeStorage() {
        environment.close();
    }

    static EngineException failed(String what, ExodusException cause) {
        return new EngineException.Io(what + " failed: engine=xodus, cause=" + cause.getMessage(), cause);
    }

    @Override
    protected void settings(Map<String, Object> facts) {
        facts.put("cacheBytes", XodusProvider.CACHE_BYTES.in(config));
        facts.put("commit", "MEMORY and PROCESS write the log without sync, SYNC syncs it");
        facts.put("readers", "one transaction per session, renewed when something was committed");
        facts.put("checksums", "none by default");
    }

    @Override
    protected EngineStats addStats(EngineStats stats) {
        long items = environment.computeInReadonlyTransaction(transaction -> {
            long sum = 0;
            for (XodusStore store : stores()) {
                sum += store.store.count(transaction);
            }
            return sum;
        });
        return super.addStats(stats).with(EngineStats.Counter.LIVE_ITEMS, items);
    }
}
