package dev.dyno.btree;

import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.engine.AbstractSession;
import dev.dyno.core.stats.ReadCounts;
import java.util.ArrayList;
import java.util.List;

/** A thread's door: the memory of its reads, and its cursors, which are used again. Threads: the one that opened it. */
final class BTreeSession extends AbstractSession {

    private final BTreeEngine engine;
    private final Region region;
    private final Values values;
    private final TreeReader reader;
    private final BatchReader batches;
    private final Probe probe;
    private final ReadCounts counts;
    private final List<BTreeCursor> cursors = new ArrayList<>();
    private final List<BTreeCursor> idle = new ArrayList<>();

    BTreeSession(BTreeEngine engine) {
        super(engine);
        this.engine = engine;
        Memory memory = engine.memory();
        region = memory.map((1L + BatchReader.LANES) * Probe.BYTES, "session keys", false);
        values = new Values(memory);
        probe = new Probe(region.address());
        reader = new TreeReader(engine.pages(), engine.extents(), values, engine.options(),
                engine.index().gate());
        counts = engine.reads().open();
        batches = new BatchReader(engine.pages(), reader, counts, region.address() + Probe.BYTES);
    }

    @Override
    protected Table newTable(TableSpec spec) {
        return new BTreeTable(this, engine.index().tree(spec));
    }

    @Override
    public Snapshot snapshot() {
        enter();
        return engine.openSnapshot();
    }

    /** As a table's reads begin. */
    void checkOpen() {
        enter();
    }

    BTreeEngine tree() {
        return engine;
    }

    Memory memory() {
        return engine.memory();
    }

    TreeReader reader() {
        return reader;
    }

    BatchReader batches() {
        return batches;
    }

    ReadCounts counts() {
        return counts;
    }

    /** The one key that a call looks for. */
    Probe probe() {
        return probe;
    }

    BTreeCursor cursor() {
        if (!idle.isEmpty()) {
            return idle.removeLast();
        }
        BTreeCursor cursor = new BTreeCursor(this, reader, engine.pages().pageBytes);
        cursors.add(cursor);
        return cursor;
    }

    void giveBack(BTreeCursor cursor) {
        idle.add(cursor);
    }

    @Override
    protected void release() {
        engine.reads().close(counts);
        cursors.forEach(BTreeCursor::release);
        values.close();
        region.close();
    }
}
