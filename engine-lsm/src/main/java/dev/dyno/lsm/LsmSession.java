package dev.dyno.lsm;

import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.engine.AbstractSession;
import dev.dyno.core.stats.ReadCounts;
import java.util.ArrayList;
import java.util.List;

/** A thread's door: the memory of its reads, and its cursors, which are used again. Threads: the one that opened it. */
final class LsmSession extends AbstractSession {

    private final LsmEngine engine;
    private final ReadCounts counts;
    private final Lookup lookup;
    private final List<LsmCursor> cursors = new ArrayList<>();
    private final List<LsmCursor> idle = new ArrayList<>();

    LsmSession(LsmEngine engine) {
        super(engine);
        this.engine = engine;
        counts = engine.readTotals().open();
        lookup = engine.newLookup();
    }

    @Override
    protected Table newTable(TableSpec spec) {
        return new LsmTable(this, spec);
    }

    @Override
    public Snapshot snapshot() {
        enter();
        return engine.openSnapshot();
    }

    LsmEngine lsm() {
        return engine;
    }

    Memory memory() {
        return engine.memory();
    }

    ReadCounts counts() {
        return counts;
    }

    Lookup lookup() {
        return lookup;
    }

    LsmCursor cursor() {
        if (!idle.isEmpty()) {
            return idle.removeLast();
        }
        LsmCursor cursor = new LsmCursor(this);
        cursors.add(cursor);
        return cursor;
    }

    void giveBack(LsmCursor cursor) {
        idle.add(cursor);
    }

    @Override
    protected void release() {
        cursors.forEach(LsmCursor::release);
        lookup.close();
        engine.readTotals().close(counts);
    }
}
