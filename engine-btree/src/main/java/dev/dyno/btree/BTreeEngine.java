package dev.dyno.btree;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Shape;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Verification;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Work;
import dev.dyno.core.engine.AbstractSession;
import dev.dyno.core.engine.LoggedEngine;
import dev.dyno.core.stats.ReadTotals;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The engine: engine-core's log and commit step over trees of off-heap pages. Threads: any.
 *
 * <p>Order of reading and writing: the commit leader is the writer of all trees; sessions read beside it; verify,
 * describe and statistics stand between commit groups.
 */
final class BTreeEngine extends LoggedEngine {

    private final Pages pages;
    private final Extents extents;
    private final Structure structure;
    private final BTreeIndex index;
    private final BTreeOptions options;
    private final CheckpointFiles files;
    private final CheckpointLoader loader;
    private final Places places = new Places();
    private final ReadTotals reads = new ReadTotals();
    private final Checkpointer checkpointer;
    private Work.Job checkpoints;
    /** By the commit leader. */
    private long bytesAtCheckpoint;

    private BTreeEngine(EngineConfig config, BTreeOptions options) {
        super(BTreeEngineProvider.NAME, BTreeEngineProvider.CAPABILITIES, options.limits(), config);
        this.options = options;
        structure = new Structure(config.clock(), config.events());
        pages = new Pages(config.memory(), snapshots(), options);
        extents = new Extents(config.memory(), snapshots(), options);
        index = new BTreeIndex(config.memory(), pages, extents, options, structure);
        files = new CheckpointFiles(config.disk(), config.memory());
        loader = new CheckpointLoader(files, pages, extents, config.memory());
        checkpointer = new Checkpointer(this, files, places, config.memory(), config.clock(), config.events());
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
        if (!loader.load(places)) {
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
        if (log().bytesWritten() - bytesAtCheckpoint >= options.checkpointBytes()) {
            bytesAtCheckpoint = log().bytesWritten();
            checkpoints.wake();
        }
    }

    /** What goes wrong is kept by the checkpointer, which says it to the next caller; the log goes on without. */
    private boolean backgroundCheckpoint() {
        try {
            committer().refuseReentry();
        } catch (IllegalStateException insideACommit) {
            return true; // work without threads runs steps on the leader's: again later
        }
        try {
            checkpointer.run();
        } catch (EngineException e) {
            return false;
        }
        return false;
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
        index.close();
        extents.close();
        pages.close();
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
                snapshots().open(committer()::committedSequence), catalogue().highestId()));
        return opened[0];
    }

    @Override
    public void checkpoint() {
        checkOpen();
        committer().refuseReentry();
        checkpointer.run();
    }

    /** For a checkpoint: listeners are durable up to the last commit, and the state is held at it. */
    Capture capture() {
        Capture[] taken = new Capture[1];
        committer().exclusively(() -> {
            syncListeners(committer().committedSequence());
            List<TableState> trees = Arrays.stream(index.trees()).filter(Objects::nonNull).map(TableState::of).toList();
            taken[0] = new Capture(snapshots().hold(committer()::committedSequence), trees, catalogue().highestId(),
                    pages.next(), pages.takeFresh(), extents.end(), extents.takeFresh(), extents.takeHeld());
        });
        return taken[0];
    }

    /** A checkpoint was not made: the next one must write what it should have. */
    void giveBack(Capture capture) {
        committer().exclusively(() -> {
            pages.giveBackFresh(capture.freshPages());
            extents.giveBack(capture.freshLarge(), capture.heldLarge());
        });
    }

    /** A checkpoint is durable. */
    void durable(Capture capture) {
        committer().exclusively(() -> {
            extents.releaseHeld(capture.heldLarge());
            log().forget(capture.sequence());
        });
    }

    long engineId() {
        return log().engineId();
    }

    @Override
    public EngineStats stats() {
        EngineStats[] stats = {super.stats()};
        committer().exclusively(() -> stats[0] = withTrees(stats[0]));
        return stats[0];
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
                .with(Counter.MEMORY_BYTES, pages.bytes() + extents.end());
    }

    @Override
    public Verification verify() {
        checkOpen();
        TreeCheck check = new TreeCheck(memory(), pages, extents);
        committer().exclusively(() -> check.run(index.trees()));
        return check.result();
    }

    @Override
    public Shape describe() {
        checkOpen();
        Shape[] shape = new Shape[1];
        committer().exclusively(
                () -> shape[0] = new TreeShape(pages, extents, structure, options).of(index.trees(), log()));
        return shape[0];
    }
}
