package dev.dyno.bench.peers.rocksdb;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.bench.peers.PeerEngine;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerSession;
import dev.dyno.bench.peers.PeerSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

/**
 * One database, one column family per table. Writers go to RocksDB at once, which groups them: only deletes take turns,
 * because the SPI wants to know whether there was an item and RocksDB does not say.
 *
 * <p>R1: a sequence is taken after its write, so everything up to {@link #committedSequence} is visible; two writes
 * that overlap may take theirs in the other order.
 */
final class RocksEngine extends PeerEngine<RocksStore> {

    private final RocksSettings settings;
    private final RocksDB database;
    /** All that were ever opened: a dropped family may still be read and is released with the database. */
    private final List<ColumnFamilyHandle> handles;
    private final ReadOptions reads = new ReadOptions();
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final WriteOptions logged = new WriteOptions();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final ReentrantLock deletes = new ReentrantLock();
    /** Whether a write may be in a memtable and not in the log. Set before such a write, cleared before a flush. */
    private volatile boolean hasUnlogged;

    private RocksEngine(RocksProvider provider, EngineConfig config, PeerHome home, RocksSettings settings,
            RocksDB database, List<ColumnFamilyHandle> handles) {
        super(provider, config, home, Limits.FULL, Set.of());
        this.settings = settings;
        this.database = database;
        this.handles = handles;
    }

    static RocksEngine open(RocksProvider provider, EngineConfig config, PeerHome home) {
        RocksDB.loadLibrary();
        String path = home.data().toString();
        RocksSettings settings = new RocksSettings(config);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (Options options = new Options()) {
            List<byte[]> names = new ArrayList<>(RocksDB.listColumnFamilies(options, path));
            if (names.isEmpty()) {
                names.add(RocksDB.DEFAULT_COLUMN_FAMILY);
            }
            for (byte[] name : names) {
                families.add(new ColumnFamilyDescriptor(name, settings.family()));
            }
            RocksDB database = RocksDB.open(settings.database(), path, families, handles);
            RocksEngine engine = new RocksEngine(provider, config, home, settings, database, handles);
            engine.openTables();
            return engine;
        } catch (RocksDBException e) {
            settings.close();
            throw failed("open", e);
        }
    }

    private void openTables() throws RocksDBException {
        Map<String, ColumnFamilyHandle> byName = new HashMap<>();
        for (ColumnFamilyHandle handle : handles) {
            byName.put(new String(handle.getName()), handle);
        }
        byName.remove(new String(RocksDB.DEFAULT_COLUMN_FAMILY));
        for (TableSpec spec : home().tables()) {
            ColumnFamilyHandle handle = byName.remove(new String(RocksStore.nameOf(spec)));
            adopt(handle == null ? create(spec) : new RocksStore(spec, handle));
        }
        for (ColumnFamilyHandle orphan : byName.values()) {
            database.dropColumnFamily(orphan);
        }
    }

    RocksDB database() {
        return database;
    }

    ReadOptions reads() {
        return reads;
    }

    ReentrantLock deletes() {
        return deletes;
    }

    /** What to write with at a level; called before the write. */
    WriteOptions writes(Durability level) {
        return switch (level) {
            case MEMORY -> {
                if (!hasUnlogged) {
                    hasUnlogged = true;
                }
                yield unlogged;
            }
            case SYNC -> synced;
            default -> logged;
        };
    }

    /**
     * A write returned. A synced one made durable all that was in the log before it: the commits up to {@code before},
     * and itself. Only if no other took a sequence meanwhile is that one range.
     *
     * @param before {@link #published} before the write
     */
    long written(Durability level, long before) {
        long sequence = publish();
        if (level == Durability.SYNC) {
            if (hasUnlogged) {
                syncStorage();
            }
            markDurable(sequence == before + 1 ? sequence : before);
        }
        return sequence;
    }

    @Override
    protected RocksStore create(TableSpec spec) {
        try {
            ColumnFamilyHandle handle = database.createColumnFamily(
                    new ColumnFamilyDescriptor(RocksStore.nameOf(spec), settings.family()));
            handles.add(handle);
            return new RocksStore(spec, handle);
        } catch (RocksDBException e) {
            throw failed("create table", e);
        }
    }

    @Override
    protected void drop(RocksStore store) {
        try {
            database.dropColumnFamily(store.family);
        } catch (RocksDBException e) {
            throw failed("drop table", e);
        }
    }

    @Override
    protected PeerSession<RocksStore> newSession(int number) {
        return new RocksSession(this, number);
    }

    /** The sequence is read first: the snapshot has all commits up to it, and perhaps some that overlap the call. */
    @Override
    protected PeerSnapshot newSnapshot() {
        return new RocksSnapshot(this, published(), database);
    }

    @Override
    protected void syncStorage() {
        try {
            if (hasUnlogged) {
                hasUnlogged = false;
                flush();
            }
            database.flushWal(true);
        } catch (RocksDBException e) {
            throw new EngineException.Failed("sync failed: engine=rocksdb, cause=" + e, e);
        }
    }

    private void flush() throws RocksDBException {
        List<ColumnFamilyHandle> live = new ArrayList<>();
        stores().forEach(store -> live.add(store.family));
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            database.flush(options, live);
        }
    }

    @Override
    protected void checkpointStorage() {
        try {
            flush();
        } catch (RocksDBException e) {
            throw failed("checkpoint", e);
        }
    }

    @Override
    protected void closeStorage() {
        handles.forEach(ColumnFamilyHandle::close);
        database.close();
        reads.close();
        unlogged.close();
        logged.close();
        synced.close();
        settings.close();
    }

    static EngineException failed(String what, RocksDBException cause) {
        String message = what + " failed: engine=rocksdb, cause=" + cause.getMessage();
        Status status = cause.getStatus();
        return status != null && status.getSubCode() == Status.SubCode.NoSpace
                ? new EngineException.Full(message, cause) : new EngineException.Io(message, cause);
    }

    @Override
    protected void settings(Map<String, Object> facts) {
        settings.describe(facts);
    }

    @Override
    protected Map<String, Object> facts(RocksStore store) {
        Map<String, Object> facts = new LinkedHashMap<>();
        property(store, "items (estimated)", "rocksdb.estimate-num-keys", facts);
        property(store, "memtableBytes", "rocksdb.cur-size-all-mem-tables", facts);
        property(store, "tableBytes", "rocksdb.total-sst-files-size", facts);
        property(store, "pendingCompactionBytes", "rocksdb.estimate-pending-compaction-bytes", facts);
        return facts;
    }

    private void property(RocksStore store, String fact, String property, Map<String, Object> facts) {
        try {
            facts.put(fact, database.getLongProperty(store.family, property));
        } catch (RocksDBException e) {
            throw failed("describe", e);
        }
    }

    @Override
    protected EngineStats addStats(EngineStats stats) {
        try {
            return super.addStats(stats).with(Counter.MEMORY_BYTES,
                    database.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables")
                            + database.getLongProperty("rocksdb.block-cache-usage"));
        } catch (RocksDBException e) {
            throw failed("stats", e);
        }
    }

    @Override
    protected void verifyStorage(List<String> checked, List<Verification.Violation> violations) {
        checked.add("R2 the checksum of every block is right");
        try {
            database.verifyChecksum();
        } catch (RocksDBException e) {
            violations.add(new Verification.Violation("R2", home().data().toString(), e.getMessage()));
        }
    }
}
