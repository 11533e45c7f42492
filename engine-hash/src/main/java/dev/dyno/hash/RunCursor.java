package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;

/**
 * A walk by runs: takes sort keys in order from a partition's tree, a run at a time, and finds the items through the
 * index as a point read does. Those of a run are read together, as they are at the step that comes to the first of
 * them, as far as there is room for their values; others at their own step. A key whose item is not there (any more,
 * yet, or at this snapshot) is passed over.
 *
 * <p>Belongs to its session, which uses it again after close. Threads: the session's.
 */
abstract class RunCursor extends ItemCursor {

    final SortBounds bounds;
    final SortRun run;
    /** Items that the walk may still give. */
    long left;
    private final ReadAhead ahead;
    private final CopiedRun copies;
    private final Key key = new Key();
    private int next;

    RunCursor(HashSession session, Memory memory, String name, String advice) {
        super(session, memory, SortBounds.BYTES + SortRun.BYTES, name, advice);
        bounds = new SortBounds(region.address());
        run = new SortRun(session.hash().arena(), bounds, region.address() + SortBounds.BYTES);
        ahead = new ReadAhead(session.hash().store(), SortRun.KEYS_MAX);
        copies = new CopiedRun(memory);
    }

    /** Back to where the walk through a partition begins. */
    final void toBound(boolean descending) {
        run.toBound(descending);
        next = 0;
        copies.clear();
    }

    /** Whether no run follows. */
    abstract boolean isOver();

    /** Inside an epoch: brings the next run, if it finds one at once; see {@link #fill}. */
    abstract void advance();

    @Override
    public final boolean next() {
        check();
        standing = false;
        while (left > 0) {
            if (next == run.count()) {
                if (isOver()) {
                    return false;
                }
                session.enterEpoch();
                try {
                    table.index().check(point);
                    advance();
                } finally {
                    session.leaveEpoch();
                }
                if (point != null) {
                    point.check();
                }
            } else if (next < copies.count() ? standOnCopy() : stand()) {
                session.counts().step(item.length());
                left--;
                return true;
            }
        }
        return false;
    }

    /** Fills the run with the next keys of the probe's partition, and reads their items; there may be none. */
    final void fill(int most) {
        TableIndex index = table.index();
        if (index.partitions == null) {
            run.fillEmptyKey();
        } else {
            run.fill(index.partitions.find(probe.address, probe.partitionLength), most);
        }
        next = 0;
        ahead.clear();
        for (int i = 0; i < run.count(); i++) {
            probe.setSort(run.key(i), run.length(i), index.hashes);
            ahead.add(probe.hash);
        }
        ahead.run(index.items);
        copies.clear();
        boolean fits = true;
        for (int i = 0; fits && i < run.count(); i++) {
            probe.setSort(run.key(i), run.length(i), ahead.hash(i));
            fits = copies.add(session.reader(), index.items, probe, ahead.place(i), at);
        }
    }

    private boolean standOnCopy() {
        standing = copies.get(next++, item);
        return standing;
    }

    private boolean stand() {
        int index = next++;
        probe.setSort(run.key(index), run.length(index), ahead.hash(index));
        session.enterEpoch();
        try {
            table.index().check(point);
            standing = session.reader().get(table.index().items, probe, at, values, item);
        } finally {
            session.leaveEpoch();
        }
        if (point != null) {
            point.check();
        }
        return standing;
    }

    @Override
    public final Key key() {
        checkStanding();
        int index = next - 1;
        key.wrap(probe.address, probe.partitionLength, run.key(index), run.length(index));
        return key;
    }

    @Override
    void release() {
        super.release();
        copies.close();
    }
}
