package dev.dyno.btree;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Shape;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Verification;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.ThreadWork;
import dev.dyno.api.run.Work;
import dev.dyno.core.engine.AbstractSession;
import dev.dyno.core.engine.LoggedEngine;
import dev.dyno.core.stats.ReadTotals;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * The engine: engine-core's log and commit step over trees of off-heap pages. Threads: any.
 *
 * <p>Order of reading and writing: the commit leader is the writer of all trees; sessions read beside it; verify,
 * describe and statistics stand between commit groups.
 */
final class BTreeEngine extends LoggedEngine {

    /** On close, less log than this, appended or replayed since open, is left to the next open. */
    private static final long CLOSE_CHECKPOINT_BYTES = 1 << 20;
    private static final long CLOSE_CHECKPOINT_COMMITS = 10_000;
    private static final int CLOSE_MOVES_MAX = 32;
    private static final long LOOK_AGAIN_NANOS = 50_000_000;

    private final Pages pages;
    private final Extents extents;
    private final Structure structure;
    private final BTreeIndex index;
    private final BTreeOptions options;
    private final CheckpointFiles files;
    private final CheckpointLoader loader;
    private final ReadTotals reads = new ReadTotals();
    private final PageStore store;
    private final MemoryBudget budget;
    private final Checkpointer checkpointer;
    private final LargeMoves moves;
    private Work.Job checkpoints;
    /** By the commit leader. */
    private long bytesAtCheckpoint;
    /** Set by the commit leader, taken back by the checkpoint's job. */
    private volatile boolean checkpointIsDue;
    /** By the checkpoint's job. */
    private long committedAtLook;

    private BTreeEngine(EngineConfig config, BTreeOptions options) {
        super(BTreeEngineProvider.NAME, BTreeEngineProvider.CAPABILITIES, options.limits(), config);
        this.options = options;
        structure = new Structure(config.clock(), config.events());
        budget = new MemoryBudget(options.memoryBytes());
        files = new CheckpointFiles(config.disk(), config.memory());
        store = new PageStore(files, config.memory(), options.pageBytes());
        pages = new Pages(config, snapshots(), options, budget, store);
        extents = new Extents(config.memory(), snapshots(), options, budget, files);
        index = new BTreeIndex(config.memory(), pages, extents, options, structure);
        loader = new CheckpointLoader(files, pages, extents, config.memory());
        moves = new LargeMoves(config.memory(), pages, extents, budget);
        checkpointer = new Checkpointer(this, files, store, config.memory(), config.clock(), config.events());
    }

    static BTreeEngine open(EngineConfig given) {
        EngineConfig config = StoredPageSize.adopt(given);
        BTreeEngine engine = new BTreeEngine(config, BTreeOptions.of(config));
        try {
            engine.start(engine.options.log(), engine.index, engine::loadCheckpoint);
        } catch (RuntimeException | Error e) {
            engine.release();
            throw e;
        }
        try {
            engine.checkLog();
            engine.startCheckpoints();
            return engine;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /** @return the commits up to which it has */
    private long loadCheckpoint() {
        if (!loader.load(store)) {
            return 0;
        }
        index.restore(loader);
        catalogue().restore(loader.tables().stream().map(TableState::table).toList(), loader.highestTableId());
        checkpointer.restore(loader);
        return loader.sequence();
    }

    private void startCheckpoints() {
        checkpoints = config().work().start(name() + "-checkpoint", this::backgroundCheckpoint);
        bytesAtCheckpoint = log().bytesWritten();
        index.afterPublish(this::wakeIfDue);
    }

    private void wakeIfDue() {
        boolean logIsLong = log().bytesWritten() - bytesAtCheckpoint >= options.checkpointBytes();
        if (logIsLong || budget.wantsCheckpoint() && !checkpointer.isRunning()) {
            bytesAtCheckpoint = log().bytesWritten();
            checkpointIsDue = true;
            checkpoints.wake();
        }
    }

    /**
     * What goes wrong is kept by the checkpointer, which says it to the next caller; the log goes on without.
     *
     * <p>A checkpoint that is made only to give back space waits until nobody writes: beside writers each leaves as
     * much waste as it takes away, because it writes their pages to new places. Without threads it cannot wait, and
     * does not.
     *
     * @return whether another checkpoint would make the files smaller
     */
    private boolean backgroundCheckpoint() {
        try {
            committer().refuseReentry();
        } catch (IllegalStateException insideACommit) {
            return true; // work without threads runs steps on the leader's: again later
        }
        long committed = committer().committedSequence();
        boolean isBusy = committed != committedAtLook;
        committedAtLook = committed;
        if (isBusy && !checkpointIsDue && ThreadWork.isWorker()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            return checkpointer.isWasteful();
        }
        checkpointIsDue = false;
        try {
            checkpointer.run();
        } catch (EngineException e) {
            return false;
        }
        return checkpointer.isWasteful();
    }

    /** Three quarters of the memory are not on disk: whoever writes makes a checkpoint, or waits for one. */
    @Override
    protected void admit() {
        if (budget.isCrowded() && !checkpointer.hasFailed()) {
            long start = config().clock().nanoTime();
            try {
                checkpointer.runIfCrowded(budget);
            } catch (EngineException e) {
                return; // kept by the checkpointer; if memory cannot take the write, the write is refused
            }
            config().events().emit(Events.Kind.STALL, start, config().clock().nanoTime() - start, 1);
        }
    }

    /** So that the next open finds little to replay, and the files are no larger than they must be. */
    @Override
    protected void beforeClose() {
        boolean isLittle = log().bytesWritten() - checkpointer.logBytes() < CLOSE_CHECKPOINT_BYTES
                && log().lastSequence() - checkpointer.sequence() < CLOSE_CHECKPOINT_COMMITS;
        if (state() == State.FAILED || isLittle) {
            return;
        }
        try {
            checkpointer.run();
            for (int i = 0; i < CLOSE_MOVES_MAX && checkpointer.isWasteful(); i++) {
                checkpointer.run();
            }
        } catch (EngineException e) {
            return; // the log has it all
        }
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
        return new BTreeSession(this);
    }

    @Override
    protected void release() {
        if (checkpoints != null) {
            checkpoints.close();
        }
        checkpointer.close();
        moves.close();
        index.close();
        extents.close();
        pages.close();
        store.close();
    }

    Pages pages() {
        return pages;
    }

    Extents extents() {
        return extents;
    }

    BTreeIndex index() {
        return index;
    }

    ReadTotals reads() {
        return reads;
    }

    BTreeOptions options() {
        return options;
    }

    Memory memory() {
        return config().memory();
    }

    /** Between commit groups: a page that half a group has changed has no older version. */
    Snapshot openSnapshot() {
        Snapshot[] opened = new Snapshot[1];
        committer().exclusively(() -> opened[0] = new ReadPoint(this,
                snapshots().open(committer()::committedSequence), catalogue().highestId(), index.snapshotOpened()));
        return opened[0];
    }

    @Override
    public void checkpoint() {
        whileOpen(() -> {
            checkpointer.run();
            if (checkpointer.isWasteful()) {
                checkpoints.wake();
            }
            return null;
        });
    }

    /** Whether the file of large values has gaps that values at its end could lie in. Between commit groups or not. */
    boolean canMoveLarge() {
        return extents.isWasteful() && moves.isWorthwhile();
    }

    /** Before a checkpoint, which writes the values at their new places: a leaf at a time, so that writers go on. */
    void moveLarge() {
        long start = config().clock().nanoTime();
        boolean[] more = {extents.isWasteful()};
        moves.begin();
        while (more[0]) {
            committer().exclusively(() -> more[0] = index.move(moves));
        }
        if (moves.moved() > 0) {
            config().events().emit(
                    Events.Kind.COMPACTION, start, config().clock().nanoTime() - start, moves.moved());
        }
    }

    /** For a checkpoint: listeners are durable up to the last commit, and the state is held at it. */
    Capture capture() {
        Capture[] taken = new Capture[1];
        committer().exclusively(() -> {
            syncListeners(committer().committedSequence());
            List<TableState> trees = Arrays.stream(index.trees()).filter(Objects::nonNull).map(TableState::of).toList();
            taken[0] = new Capture(snapshots().hold(committer()::committedSequence), trees, catalogue().highestId(),
                    pages.next(), pages.inTree(), pages.takeChanged(), extents.live(), extents.takeFresh(),
                    extents.takeHeld(), log().bytesWritten());
        });
        return taken[0];
    }

    /** A checkpoint was not made: the next one must write what it should have. */
    void giveBack(Capture capture) {
        committer().exclusively(() -> {
            pages.giveBackChanged(capture.changed());
            extents.giveBack(capture.freshLarge(), capture.heldLarge());
        });
    }

    /** A checkpoint is durable. @return where the file of large values may end */
    long durable(Capture capture, PageCopies copies) {
        long[] largeEnd = new long[1];
        committer().exclusively(() -> {
            copies.markSaved();
            largeEnd[0] = extents.saved(capture.heldLarge());
            log().forget(capture.sequence());
        });
        return largeEnd[0];
    }

    long engineId() {
        return log().engineId();
    }

    @Override
    public EngineStats stats() {
        return whileOpen(() -> {
            EngineStats[] stats = {super.stats()};
            committer().exclusively(() -> stats[0] = withTrees(stats[0]));
            return stats[0];
        });
    }

    private EngineStats withTrees(EngineStats stats) {
        long items = 0;
        long bytes = 0;
        for (Tree tree : index.trees()) {
            if (tree != null) {
                items += tree.items;
                bytes += tree.bytes;
            }
        }
        return reads.addTo(stats).with(Counter.LIVE_ITEMS, items).with(Counter.LIVE_BYTES, bytes)
                .with(Counter.PUTS, index.puts()).with(Counter.DELETES, index.deletes())
                .with(Counter.USER_BYTES_WRITTEN, index.userBytes())
                .with(Counter.STORAGE_BYTES_WRITTEN, checkpointer.bytesWritten())
                .with(Counter.FILE_BYTES, log().fileBytes() + checkpointer.fileBytes())
                .with(Counter.MEMORY_BYTES, budget.used());
    }

    @Override
    public Verification verify() {
        return whileOpen(() -> {
            TreeCheck check = new TreeCheck(memory(), pages, extents);
            check.places(checkpointer.hasRightPlaces());
            committer().exclusively(() -> inAStep(() -> check.run(index.trees())));
            return check.result();
        });
    }

    @Override
    public Shape describe() {
        return whileOpen(() -> {
            Shape[] shape = new Shape[1];
            committer().exclusively(() -> inAStep(
                    () -> shape[0] = new TreeShape(memory(), pages, extents, structure, options, budget)
                            .of(index.trees(), log(), checkpointer)));
            return shape[0];
        });
    }

    /** In the place of the writer. */
    private void inAStep(Runnable action) {
        pages.beginStep();
        try {
            action.run();
        } finally {
            pages.endStep();
        }
    }
}
