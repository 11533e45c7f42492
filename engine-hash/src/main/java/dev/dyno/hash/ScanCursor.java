package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;

/**
 * A walk over a table or a segment of it: partition by partition in the order of the ring, and each as a query reads
 * it. Belongs to its session, which uses it again after close. Threads: the session's.
 */
final class ScanCursor extends RunCursor {

    private final RingWalk walk;

    ScanCursor(HashSession session, Memory memory) {
        super(session, memory, "scan cursor", "next()");
        walk = new RingWalk(session.hash().arena(), session.reader());
    }

    /** @param snapshot null for the newest state */
    ScanCursor open(HashTable ofTable, ReadPoint snapshot, int segment, int of) {
        begin(ofTable, snapshot);
        walk.begin(ofTable.index(), segment, of);
        bounds.all();
        left = Long.MAX_VALUE;
        toBound(false);
        run.end();
        return this;
    }

    @Override
    boolean isOver() {
        return run.isLast() && walk.isOver();
    }

    @Override
    void advance() {
        if (run.isLast()) {
            if (!walk.next(probe)) {
                return;
            }
            toBound(false);
        }
        fill(SortRun.KEYS_MAX);
    }

    @Override
    public boolean seek(Key target) {
        check();
        throw new UnsupportedOperationException("a scan has no order to seek in");
    }

    @Override
    void giveBack() {
        session.giveBack(this);
    }
}
