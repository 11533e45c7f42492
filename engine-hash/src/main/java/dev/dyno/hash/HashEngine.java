package dev.dyno.hash;

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
import dev.dyno.core.log.LogOptions;
import dev.dyno.core.stats.ReadTotals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The engine: engine-core's log and commit step over a store of records and a hash index. Threads: any.
 *
 * <p>The commit leader is the writer of store and index; sessions read beside it; checkpoints capture, reclaiming and
 * readings of the whole stand between commit groups.
 */
final class HashEngine extends LoggedEngine {

    private final HashOptions options;
    private final MemoryAhead ahead;
    private final Arena arena;
    private final Retirement retirement;
    private final Store store;
    private final Visibility visibility = new Visibility();
    private final HashIndex index;
    private final CheckpointLoader loader;
    private final Checkpointer checkpointer;
    private final Reclaimer reclaimer;
    private final Warmer warmer;
    private final ReadTotals reads = new ReadTotals();
    private final List<Work.Job> jobs = new ArrayList<>();
    private Work.Job checkpoints;
    private Work.Job reclaiming;
    /** By the commit leader. */
    private long bytesAtCheckpoint;
    private long deadAtWake;
    private boolean started;

    private HashEngine(EngineConfig config, HashOptions options) {
        super(HashEngineProvider.NAME, HashEngineProvider.CAPABILITIES, Limits.FULL, config);
        this.options = options;
        Memory memory = config.memory();
        ahead = new MemoryAhead(memory, options);
        arena = new Arena(memory, options, ahead);
        retirement = new Retirement(memory, arena);
        store = new Store(memory, options, retirement, ahead);
        index = new HashIndex(memory, options, snapshots(), arena, retirement, store, visibility);
        loader = new CheckpointLoader(config.disk(), memory, config.work(), options, store);
        checkpointer = new Checkpointer(this, config.disk(), memory, config.clock(), config.events());
        reclaimer = new Reclaimer(store, index, options, config.clock(), config.events());
        warmer = new Warmer(store, memory, options, reclaimer);
    }

    static HashEngine open(EngineConfig config) {
        HashEngine engine = new HashEngine(config, HashOptions.of(config));
        try {
            engine.start(LogOptions.of(HashEngineProvider.NAME)
                    .withSegmentBytes(engine.options.logSegmentBytes()), engine.index, engine::loadCheckpoint);
        } catch (RuntimeException | Error e) {
            engine.loader.abandon();
            engine.releaseMemory();
            throw e;
        }
        try {
            engine.checkLog();
            engine.startJobs();
            return engine;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /** @return the commits up to which it has */
    private long loadCheckpoint() {
        if (!loader.open()) {
            return 0;
        }
        index.seed(loader.seed());
        catalogue().restore(loader.tables(), loader.highestTableId());
        loader.tables().forEach(index::tableCreated);
        retirement.loading(true);
        loader.load(index, arena);
        retirement.loading(false);
        visibility.publish(loader.sequence());
        checkpointer.restore(loader);
        return loader.sequence();
    }

    private void startJobs() {
        checkpoints = config().work().start(name() + "-checkpoint", this::backgroundCheckpoint);
        jobs.add(checkpoints);
        reclaiming = config().work().start(name() + "-reclaim", this::backgroundReclaim);
        jobs.add(reclaiming);
        bytesAtCheckpoint = log().bytesWritten();
        Work.Job warming = config().work().start(name() + "-warm", this::backgroundWarm);
        jobs.add(warming);
        jobs.add(ahead.start(config().work(), name() + "-memory"));
        index.afterPublish(this::wakeIfDue);
        started = true;
        warming.wake();
    }

    private void wakeIfDue() {
        if (log().bytesWritten() - bytesAtCheckpoint >= options.checkpointBytes()) {
            bytesAtCheckpoint = log().bytesWritten();
            checkpoints.wake();
        }
        if (store.deadBytes() - deadAtWake >= options.segmentBytes() / 2) {
            deadAtWake = store.deadBytes();
            reclaiming.wake();
        }
    }

    /** Work without threads runs steps on the leader's, inside a commit: then it must come again later. */
    private boolean isInsideACommit() {
        try {
            committer().refuseReentry();
            return false;
        } catch (IllegalStateException inside) {
            return true;
        }
    }

    /** What goes wrong is kept by the checkpointer, which says it to the next caller; the log goes on without. */
    private boolean backgroundCheckpoint() {
        if (isInsideACommit()) {
            return true;
        }
        try {
            checkpointer.run();
        } catch (EngineException e) {
            return false;
        }
        reclaiming.wake();
        return false;
    }

    private boolean backgroundReclaim() {
        if (isInsideACommit()) {
            return true;
        }
        boolean[] more = new boolean[1];
        try {
            committer().exclusively(() -> more[0] = reclaimer.step(committer().committedSequence()));
        } catch (EngineException e) {
            return false; // no memory or no file to map: writers meet it themselves
        }
        return more[0];
    }

    private boolean backgroundWarm() {
        return isInsideACommit() || warmer.step(committer());
    }

    /** A checkpoint is never ahead of its log, and of the same engine. */
    private void checkLog() {
        if (loader.generation() == 0) {
            return;
        }
        if (log().engineId() != loader.engineId()) {
            throw new EngineException.Incompatible("files of two engines: file=" + loader.file() + ", engineId="
                    + Long.toHexString(loader.engineId()) + ", log=" + Long.toHexString(log().engineId()));
        }
        if (log().lastSequence() < loader.sequence()) {
            throw new EngineException.Corrupt("log", 0, "log", "last sequence", log().lastSequence(),
                    "at least " + loader.sequence() + ", which " + loader.file() + " has");
        }
    }

    @Override
    protected AbstractSession newSession() {
        return new HashSession(this);
    }

    @Override
    protected void release() {
        try {
            jobs.forEach(Work.Job::close);
            if (started && !log().hasFailed()) {
                if (checkpointer.isWorthIt(log().lastSequence()) || store.hasUnflushed()) {
                    checkpointer.run();
                }
                index.forgetDeleted(log().lastSequence());
                retirement.reclaimAll();
                checkpointer.writeImage(arena, index, store);
            }
        } catch (EngineException e) {
            // The log has everything: the next open replays more of it.
        } finally {
            releaseMemory();
        }
    }

    private void releaseMemory() {
        retirement.close();
        index.close();
        store.close();
        arena.close();
        ahead.close();
    }

    Retirement retirement() {
        return retirement;
    }

    Arena arena() {
        return arena;
    }

    Store store() {
        return store;
    }

    Visibility visibility() {
        return visibility;
    }

    ReadTotals reads() {
        return reads;
    }

    HashIndex index() {
        return index;
    }

    Memory memory() {
        return config().memory();
    }

    /** Between commit groups: a group half applied has overwritten what a snapshot in its middle would need. */
    Snapshot openSnapshot() {
        Snapshot[] opened = new Snapshot[1];
        TableIndex[][] tables = new TableIndex[1][];
        committer().exclusively(() -> {
            opened[0] = snapshots().open(committer()::committedSequence);
            tables[0] = index.tables();
        });
        return new ReadPoint(this, opened[0], tables[0]);
    }

    @Override
    public void checkpoint() {
        whileOpen(() -> {
            checkpointer.run();
            reclaiming.wake();
            return null;
        });
    }

    /** For a checkpoint: listeners are durable up to the last commit, and what is captured does not change any more. */
    Capture capture() {
        Capture[] taken = new Capture[1];
        committer().exclusively(() -> {
            syncListeners(committer().committedSequence());
            List<Capture.CapturedSegment> segments = new ArrayList<>();
            for (Segment segment : store.segments()) {
                if (segment.sealed && segment.liveRecords == 0) {
                    // No checkpoint writes more of it, and it may go. Behind the boundary only live records are
                    // replaced in place: there are none, and none are added to a sealed segment.
                    segment.boundary = segment.flushed;
                } else {
                    segment.boundary = segment.tail;
                    segments.add(Capture.CapturedSegment.of(segment));
                }
            }
            List<Capture.CapturedTable> tables = new ArrayList<>();
            for (TableIndex table : index.tables()) {
                if (table != null) {
                    tables.add(new Capture.CapturedTable(table.table, table.liveItems));
                }
            }
            taken[0] = new Capture(committer().committedSequence(), index.seed(), catalogue().highestId(),
                    store.nextId(), tables, segments, log().end());
        });
        return taken[0];
    }

    /** A checkpoint is durable. */
    void durable(Capture capture) {
        Runnable[] deletion = new Runnable[1];
        committer().exclusively(() -> {
            capture.segments().forEach(captured -> captured.segment().flushed = captured.end());
            deletion[0] = log().forgetLater(capture.sequence());
        });
        deletion[0].run(); // not with writers stopped
    }

    /** The log is durable up to what a checkpoint has; beside writers, and also while the engine closes. */
    void makeLogDurable(Capture capture) {
        log().syncAhead();
        committer().exclusively(() -> log().durableUpTo(capture.logEnd()));
    }

    /** Numbers of the segments that there are, with a file or without. */
    Set<Integer> segmentIds() {
        Set<Integer> ids = new HashSet<>();
        committer().exclusively(() -> store.segments().forEach(segment -> ids.add(segment.id)));
        return ids;
    }

    long engineId() {
        return log().engineId();
    }

    @Override
    public EngineStats stats() {
        return whileOpen(() -> {
            EngineStats[] stats = {super.stats()};
            committer().exclusively(() -> stats[0] = withStore(stats[0]));
            return stats[0];
        });
    }

    private EngineStats withStore(EngineStats stats) {
        long items = 0;
        long bytes = 0;
        long memory = store.hotBytes() + arena.bytes();
        for (TableIndex table : index.tables()) {
            if (table != null) {
                items += table.liveItems;
                bytes += table.liveBytes;
                memory += table.items.bytes();
            }
        }
        return reads.addTo(stats).with(Counter.LIVE_ITEMS, items).with(Counter.LIVE_BYTES, bytes)
                .with(Counter.PUTS, index.puts()).with(Counter.DELETES, index.deletes())
                .with(Counter.USER_BYTES_WRITTEN, index.userBytes())
                .with(Counter.STORAGE_BYTES_WRITTEN, checkpointer.bytesWritten())
                .with(Counter.FILE_BYTES, log().fileBytes() + checkpointer.fileBytes())
                .with(Counter.MEMORY_BYTES, memory);
    }

    @Override
    public Verification verify() {
        return whileOpen(() -> {
            HashCheck check = new HashCheck(memory(), arena, store, snapshots().oldest());
            committer().exclusively(() -> {
                index.settleOrder();
                check.run(index);
            });
            return check.result();
        });
    }

    @Override
    public Shape describe() {
        return whileOpen(() -> {
            Shape[] shape = new Shape[1];
            committer().exclusively(() -> shape[0] = new HashShape(store, index, arena, reclaimer, options,
                    loader.imageBytes() > 0).of(log()));
            return shape[0];
        });
    }
}
