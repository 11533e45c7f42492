package dev.dyno.btree;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Shape;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Verification;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.engine.AbstractSession;
import dev.dyno.core.engine.LoggedEngine;
import dev.dyno.core.log.LogOptions;

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

    private BTreeEngine(EngineConfig config, BTreeOptions options) {
        super(BTreeEngineProvider.NAME, BTreeEngineProvider.CAPABILITIES, options.limits(), config);
        this.options = options;
        structure = new Structure(config.clock(), config.events());
        pages = new Pages(config.memory(), snapshots(), options);
        extents = new Extents(config.memory(), snapshots(), options);
        index = new BTreeIndex(config.memory(), pages, extents, options, structure);
    }

    static BTreeEngine open(EngineConfig config) {
        BTreeEngine engine = new BTreeEngine(config, BTreeOptions.of(config));
        try {
            engine.start(LogOptions.of(BTreeEngineProvider.NAME)
                    .withSegmentBytes(engine.options.logSegmentBytes()), engine.index, 0);
            return engine;
        } catch (RuntimeException | Error e) {
            engine.release();
            throw e;
        }
    }

    @Override
    protected AbstractSession newSession() {
        return new BTreeSession(this);
    }

    @Override
    protected void release() {
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

    Memory memory() {
        return config().memory();
    }

    /** Between commit groups: a page that half a group has changed has no older version. */
    Snapshot openSnapshot() {
        Snapshot[] opened = new Snapshot[1];
        committer().exclusively(() -> opened[0] = snapshots().open(committer()::committedSequence));
        return new ReadPoint(this, opened[0]);
    }

    /** The log is all there is: a checkpoint can make it durable, not shorter. */
    @Override
    public void checkpoint() {
        sync();
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
        return stats.with(Counter.LIVE_ITEMS, items).with(Counter.LIVE_BYTES, bytes)
                .with(Counter.PUTS, index.puts()).with(Counter.DELETES, index.deletes())
                .with(Counter.USER_BYTES_WRITTEN, index.userBytes())
                .with(Counter.STORAGE_BYTES_WRITTEN, 0)
                .with(Counter.FILE_BYTES, log().fileBytes())
                .with(Counter.MEMORY_BYTES, pages.bytes() + extents.touchedBytes());
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
