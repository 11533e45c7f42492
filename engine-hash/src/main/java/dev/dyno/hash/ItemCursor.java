package dev.dyno.hash;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;

/**
 * What every walk of this engine has, whatever its order: the state it sees, the item it stands on, and a life that its
 * session ends and begins again.
 *
 * <p>Belongs to its session, which uses it again after close. Threads: the session's.
 */
abstract class ItemCursor implements Cursor {

    final HashSession session;
    /** Memory of the walk: what its kind needs, and behind that the probe. */
    final Region region;
    final Probe probe;
    final Values values;
    final ItemView item = new ItemView();
    HashTable table;
    ReadPoint point;
    long at;
    boolean standing;
    private final String advice;
    private boolean closed = true;

    /**
     * @param bytes of memory that the kind of walk needs beside the probe
     * @param advice what to call before an item is asked for
     */
    ItemCursor(HashSession session, Memory memory, int bytes, String name, String advice) {
        this.session = session;
        this.advice = advice;
        region = memory.map(bytes + Probe.BYTES, name, false);
        probe = new Probe(region.address() + bytes);
        values = new Values(memory);
    }

    /** @param snapshot null for the newest state */
    final void begin(HashTable ofTable, ReadPoint snapshot) {
        table = ofTable;
        point = snapshot;
        at = ReadPoint.sequence(snapshot);
        standing = false;
        closed = false;
    }

    @Override
    public final ItemView item() {
        checkStanding();
        return item;
    }

    /** Key and item are the cursor's own until its next call, whatever becomes of table and snapshot. */
    final void checkStanding() {
        if (!standing) {
            check();
            throw new IllegalStateException("the cursor is not on an item: call " + advice + " first");
        }
    }

    final void check() {
        if (closed) {
            throw new EngineException.Closed("cursor");
        }
        table.check(point);
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            standing = false;
            giveBack();
        }
    }

    /** To the session, for its next walk of this kind. */
    abstract void giveBack();

    void release() {
        closed = true;
        standing = false;
        values.close();
        region.close();
    }
}
