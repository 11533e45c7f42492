package dev.dyno.lsm;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Limits;
import dev.dyno.api.Shape;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Verification;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Work;
import dev.dyno.core.engine.AbstractSession;
import dev.dyno.core.engine.LoggedEngine;
import dev.dyno.core.engine.ReadPoint;
import dev.dyno.core.log.LogEnd;
import dev.dyno.core.log.LogOptions;
import dev.dyno.core.stats.ReadTotals;
import dev.dyno.lsm.memory.Chunks;
import dev.dyno.lsm.memory.Memtable;
import dev.dyno.lsm.table.BlockCache;
import dev.dyno.lsm.table.TableFormat;
import dev.dyno.lsm.table.ValueFiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;

/**
 * The engine: engine-core's log and commit step over memtables and table files. Threads: any.
 *
 * <p>The commit leader writes the memtable and seals it when it is full; a background job flushes sealed ones to
 * tables, another merges tables; readers read in a {@link Version} beside all of them.
 */
final class LsmEngine extends LoggedEngine {

    private final LsmOptions options;
    private final Chunks chunks;
    private final BlockCache cache;
    private final ValueFiles values;
    private final Versions versions;
    private final LsmIndex index;
    private final LongAdder checksumFailures = new LongAdder();
    private final Manifests manifests;
    private final Edits edits;
    private final Flusher flusher;
    private final Compactor compactor;
    private final Throttle throttle;
    private final ReadTotals readTotals = new ReadTotals();
    /** Oldest first. Guarded by itself. */
    private final Deque<Sealed> sealed = new ArrayDeque<>();
    private Work.Job flushes;
    private Work.Job compactions;

    private LsmEngine(EngineConfig config, LsmOptions options) {
        super(LsmEngineProvider.NAME, LsmEngineProvider.CAPABILITIES, Limits.FULL, config);
        this.options = options;
        chunks = new Chunks(config.memory(), options.chunkBytes(), options.spareChunks(), options.hugePages());
        cache = new BlockCache(config.memory(), options.blockCacheBytes(), options.blockBytes());
        values = new ValueFiles(config.disk(), config.memory());
        versions = new Versions(config.disk(), config.memory(), values, new Memtable(1, chunks, options.memtable()));
        index = new LsmIndex(versions, newLookup(), this::onPublished);
        manifests = new Manifests(config.disk(), config.memory());
        edits = new Edits(config, versions, manifests, checksumFailures, values);
        flusher = new Flusher(this, config, versions, edits, options);
        compactor = new Compactor(this, config, versions, edits, options);
        throttle = new Throttle(config.clock(), config.events());
    }

    static LsmEngine open(EngineConfig config) {
        LsmEngine engine = new LsmEngine(config, LsmOptions.of(config));
        try {
            engine.start(LogOptions.of(LsmEngineProvider.NAME)
                    .withSegmentBytes(engine.options.logSegmentBytes()), engine.index, engine::load);
        } catch (RuntimeException | Error e) {
            engine.release();
            throw e;
        }
        try {
            engine.begin();
            return engine;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    private TableFormat format(long engineId) {
        return new TableFormat(LsmEngineProvider.NAME, engineId, options.blockBytes(), options.filter(),
                options.filterBits(), options.codec(), options.separateBytes());
    }

    /** @return the commits up to which tables have them */
    private long load() {
        ManifestState state = edits.load(format(0));
        index.restore(state.flushed());
        catalogue().restore(state.tables(), state.highestTableId());
        return state.flushed();
    }

    /** Tables are never ahead of their log, and of the same engine; then what a crash left is cleared away. */
    private void begin() {
        boolean fresh = manifests.engineId() == 0;
        if (!fresh && log().engineId() != manifests.engineId()) {
            throw new EngineException.Incompatible("files of two engines: manifest of engineId="
                    + Long.toHexString(manifests.engineId()) + ", log of engineId="
                    + Long.toHexString(log().engineId()));
        }
        if (log().lastSequence() < edits.flushed()) {
            throw new EngineException.Corrupt("log", 0, "log", "last sequence", log().lastSequence(),
                    "at least " + edits.flushed() + ", which the manifest has");
        }
        edits.writeAs(format(log().engineId()));
        edits.deleteStrays();
        flushes = config().work().start(name() + "-flush", flusher::step);
        compactions = config().work().start(name() + "-compact", compactor::step);
        if (oldestSealed() != null) {
            flushes.wake();
        }
        compactions.wake();
    }

    /** With the commit lock held. */
    private void onPublished(Memtable written, long bytes) {
        if (written.usedBytes() >= options.memtableBytes()) {
            seal();
            if (flushes != null) {
                flushes.wake();
            }
        }
        if (flushes != null && sealedCount() > options.memtablesMax()) {
            throttle.slow(bytes, flusher.bytesPerSecond());
        } else if (compactions != null && versions.level0Runs() > options.runsMax()) {
            throttle.slow(bytes, compactor.bytesPerSecond());
        }
    }

    /** New runs: there may be something to merge. Not from within a step, which work without threads is. */
    void wakeCompaction() {
        if (compactions != null) {
            compactions.wake();
        }
    }

    private void seal() {
        Memtable full = index.memtable();
        Memtable next = new Memtable(full.number() + 1, chunks, options.memtable());
        synchronized (sealed) {
            sealed.add(new Sealed(full, index.lastSequence(), catalogue().tables(), catalogue().highestId()));
        }
        versions.seal(next);
        index.write(next);
    }

    /** The memtable to flush next; null if there is none. */
    Sealed oldestSealed() {
        synchronized (sealed) {
            return sealed.peekFirst();
        }
    }

    private int sealedCount() {
        synchronized (sealed) {
            return sealed.size();
        }
    }

    /** Its commits are in durable tables: the log may forget them. */
    void flushed(Sealed memtable) {
        synchronized (sealed) {
            sealed.remove(memtable);
        }
        Runnable[] deletion = {null};
        exclusively(() -> deletion[0] = log().forgetLater(memtable.lastSequence()));
        deletion[0].run(); // not with writers stopped
    }

    /** With no commit in progress; work without threads may be inside one already. */
    void exclusively(Runnable action) {
        if (committer().isLeader()) {
            action.run();
        } else {
            committer().exclusively(action);
        }
    }

    /** R6: before tables of the commits up to {@code sequence} are durable. @throws ListenerRefused if one cannot */
    void makeListenersDurable(long sequence) {
        if (config().listeners().isEmpty()) {
            return;
        }
        exclusively(() -> {
            try {
                syncListeners(sequence);
            } catch (RuntimeException e) {
                throw new ListenerRefused(e);
            }
        });
    }

    /** As {@link #makeDurable}, while writers go on: they do not wait for a disk that has tables to write. */
    void makeDurableBeside(long sequence) {
        if (log().durableSequence() >= sequence) {
            return;
        }
        LogEnd[] end = {null};
        exclusively(() -> end[0] = log().end());
        log().syncAhead();
        exclusively(() -> log().durableUpTo(end[0]));
    }

    /** The log is durable up to there. */
    void makeDurable(long sequence) {
        if (log().durableSequence() >= sequence) {
            return;
        }
        if (committer().isLeader()) {
            log().sync();
        } else {
            sync();
        }
    }

    /** Taken before a flush or compaction begins; see {@link Retention}. */
    Retention retention() {
        long committed = committer().committedSequence();
        return new Retention(committed, snapshots().sequences());
    }

    boolean hasFailed() {
        return log().hasFailed();
    }

    /** Background work has failed for good. */
    void fail(EngineException cause) {
        log().fail(cause);
    }

    /** What readers of the newest state see. */
    long visibleSequence() {
        return committer().committedSequence();
    }

    Versions versions() {
        return versions;
    }

    ReadTotals readTotals() {
        return readTotals;
    }

    Memory memory() {
        return config().memory();
    }

    @Override
    protected AbstractSession newSession() {
        return new LsmSession(this);
    }

    Snapshot openSnapshot() {
        Snapshot registered = snapshots().open(committer()::committedSequence);
        return new ReadPoint(this, registered, catalogue().highestId());
    }

    /** See {@link BulkLoad#begin}. */
    BulkLoad newBulkLoad(String table) {
        checkOpen();
        return new BulkLoad(this, config(), edits, options, catalogue().named(table));
    }

    /** Names tables that were made since the last flush in a manifest, if there is nothing that a flush would write. */
    void nameTables() {
        exclusively(() -> {
            if (index.memtable().isEmpty() && oldestSealed() == null) {
                makeDurable(index.lastSequence()); // a manifest is never ahead of the log
                edits.name(index.lastSequence(), catalogue().tables(), catalogue().highestId());
            }
        });
    }

    @Override
    public void checkpoint() {
        whileOpen(() -> {
            committer().exclusively(() -> {
                if (!index.memtable().isEmpty()) {
                    seal();
                }
            });
            flusher.flushAll();
            return null;
        });
    }

    @Override
    protected void release() {
        compactor.stop();
        if (flushes != null) {
            flushes.close();
        }
        if (compactions != null) {
            compactions.close();
        }
        index.close();
        try {
            versions.close();
        } finally {
            values.close();
            chunks.close();
            cache.close();
        }
    }

    @Override
    public EngineStats stats() {
        return whileOpen(this::withTables);
    }

    private EngineStats withTables() {
        EngineStats[] stats = {super.stats()};
        committer().exclusively(() -> stats[0] = stats[0]
                .with(Counter.PUTS, index.puts()).with(Counter.DELETES, index.deletes())
                .with(Counter.USER_BYTES_WRITTEN, index.userBytes())
                .with(Counter.STORAGE_BYTES_WRITTEN, flusher.bytesWritten() + compactor.bytesWritten()
                        + edits.bytesWritten())
                .with(Counter.FILE_BYTES, log().fileBytes() + tableBytes() + values.bytes())
                .with(Counter.MEMORY_BYTES, chunks.outstandingBytes())
                .with(Counter.STALL_NANOS, throttle.nanos())
                .with(Counter.CHECKSUM_FAILURES, checksumFailures.sum()));
        return readTotals.addTo(stats[0]);
    }

    private long tableBytes() {
        long bytes = 0;
        for (Runs runs : versions.current().allRuns()) {
            bytes += runs.all().stream().mapToLong(Run::bytes).sum();
        }
        return bytes;
    }

    Lookup newLookup() {
        return new Lookup(config().memory(), versions, cache);
    }

    BlockCache cache() {
        return cache;
    }

    @Override
    public Verification verify() {
        return whileOpen(this::check);
    }

    private Verification check() {
        try (Lookup reader = newLookup()) {
            Version version = versions.pin(reader.slot());
            try {
                return new LsmCheck(config().memory(), cache).run(version, catalogue().tables());
            } finally {
                version.unpin();
            }
        }
    }

    @Override
    public Shape describe() {
        return whileOpen(this::shape);
    }

    private Shape shape() {
        try (Lookup reader = newLookup()) {
            Version version = versions.pin(reader.slot());
            try {
                return new LsmShape(options).of(version, catalogue().tables(), stats());
            } finally {
                version.unpin();
            }
        }
    }
}
