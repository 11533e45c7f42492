package dev.dyno.hash;

import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.engine.AbstractSession;
import dev.dyno.core.stats.ReadCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread's door: its epoch slot, the memory of its reads, and its cursors, which are used again. Threads: the one
 * that opened it.
 */
final class HashSession extends AbstractSession {

    private final HashEngine engine;
    private final Retirement retirement;
    private final int slot;
    private final Region region;
    private final Values values;
    private final Values batchValues;
    private final Probe probe;
    private final ReadCounts counts;
    private final ItemReader reader;
    private final BatchReader batches;
    private final List<QueryCursor> queries = new ArrayList<>();
    private final List<QueryCursor> idleQueries = new ArrayList<>();
    private final List<ScanCursor> scans = new ArrayList<>();
    private final List<ScanCursor> idleScans = new ArrayList<>();
    /** Of epochs entered and not left. */
    private int depth;

    HashSession(HashEngine engine) {
        super(engine);
        this.engine = engine;
        retirement = engine.retirement();
        slot = retirement.open();
        Memory memory = engine.memory();
        region = memory.map((1L + BatchReader.LANES) * Probe.BYTES, "session keys", false);
        probe = new Probe(region.address());
        values = new Values(memory);
        batchValues = new Values(memory);
        reader = new ItemReader(engine.store(), engine.visibility());
        counts = engine.reads().open();
        batches = new BatchReader(engine.store(), reader, batchValues, counts, region.address() + Probe.BYTES);
    }

    @Override
    protected Table newTable(TableSpec spec) {
        return new HashTable(this, engine.index().table(spec));
    }

    @Override
    public Snapshot snapshot() {
        enter();
        return engine.openSnapshot();
    }

    /**
     * Nothing that a reader can find from now on is freed before {@link #leaveEpoch}. Nested: who is given items of a
     * batch may read others meanwhile.
     */
    void enterEpoch() {
        if (depth++ == 0) {
            retirement.enter(slot);
        }
    }

    void leaveEpoch() {
        if (--depth == 0) {
            retirement.exit(slot);
        }
    }

    HashEngine hash() {
        return engine;
    }

    ReadCounts counts() {
        return counts;
    }

    Probe probe() {
        return probe;
    }

    Values values() {
        return values;
    }

    ItemReader reader() {
        return reader;
    }

    BatchReader batches() {
        return batches;
    }

    QueryCursor query() {
        if (!idleQueries.isEmpty()) {
            return idleQueries.removeLast();
        }
        QueryCursor cursor = new QueryCursor(this, engine.memory());
        queries.add(cursor);
        return cursor;
    }

    void giveBack(QueryCursor cursor) {
        idleQueries.add(cursor);
    }

    ScanCursor scan() {
        if (!idleScans.isEmpty()) {
            return idleScans.removeLast();
        }
        ScanCursor cursor = new ScanCursor(this, engine.memory());
        scans.add(cursor);
        return cursor;
    }

    void giveBack(ScanCursor cursor) {
        idleScans.add(cursor);
    }

    @Override
    protected void release() {
        retirement.close(slot);
        engine.reads().close(counts);
        queries.forEach(QueryCursor::release);
        scans.forEach(ScanCursor::release);
        values.close();
        batchValues.close();
        region.close();
    }
}
