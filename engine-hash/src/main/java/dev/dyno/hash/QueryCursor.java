package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.memory.Memory;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * A walk over one partition: takes sort keys in order from the partition's tree, a run at a time, and finds the items
 * through the index as a point read does. Those of a run are read together, as they are at the step that comes to the
 * first of them, as far as there is room for their values; others at their own step. A key whose item is not there (any
 * more, yet, or at this snapshot) is passed over.
 *
 * <p>Belongs to its session, which uses it again after close. Threads: the session's.
 */
final class QueryCursor extends ItemCursor {

    private static final int FIRST_RUN = 16;

    private final SortBounds bounds;
    private final SortRun run;
    private final ReadAhead ahead;
    private final CopiedRun copies;
    private boolean isPartition;
    private boolean reverse;
    private int left;
    private int next;
    private int runKeys;

    QueryCursor(HashSession session, Memory memory) {
        super(session, memory, SortBounds.BYTES + SortRun.BYTES, "query cursor", "next() or seek()");
        bounds = new SortBounds(region.address());
        run = new SortRun(session.hash().arena(), bounds, region.address() + SortBounds.BYTES);
        ahead = new ReadAhead(session.hash().store(), SortRun.KEYS_MAX);
        copies = new CopiedRun(memory);
    }

    /** @param snapshot null for the newest state */
    QueryCursor open(HashTable ofTable, ReadPoint snapshot, Range range) {
        begin(ofTable, snapshot);
        DirectBuffer partition = range.partition();
        isPartition = partition.capacity() > 0 && partition.capacity() <= Key.PARTITION_BYTES_MAX;
        if (isPartition) {
            probe.setPartition(partition);
        }
        bounds.set(range);
        reverse = range.reverse();
        left = range.limit();
        restart();
        return this;
    }

    private void restart() {
        run.toBound(reverse);
        next = 0;
        runKeys = FIRST_RUN;
        copies.clear();
        standing = false;
    }

    @Override
    public boolean next() {
        check();
        standing = false;
        while (left > 0) {
            if (next == run.count()) {
                if (run.isLast() || !isPartition) {
                    return false;
                }
                session.enterEpoch();
                try {
                    table.index().check(point);
                    fill();
                } finally {
                    session.leaveEpoch();
                }
            } else if (next < copies.count() ? standOnCopy() : stand()) {
                session.counts().step(item.length());
                left--;
                return true;
            }
        }
        return false;
    }

    private void fill() {
        TableIndex index = table.index();
        if (index.partitions == null) {
            run.fillEmptyKey();
        } else {
            run.fill(index.partitions.find(probe.address, probe.partitionLength), Math.min(left, runKeys));
        }
        next = 0;
        runKeys = SortRun.KEYS_MAX;
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
            fits = copies.add(session.reader(), index.items, probe, at);
        }
    }

    private boolean standOnCopy() {
        int index = next++;
        standing = copies.get(index, item);
        if (standing) {
            probe.setSort(run.key(index), run.length(index), ahead.hash(index));
        }
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
    public boolean seek(Key target) {
        check();
        DirectBuffer partition = target.partition();
        boolean same = isPartition && partition.capacity() == probe.partitionLength;
        for (int i = 0; same && i < probe.partitionLength; i++) {
            same = partition.getByte(i) == UnsafeApi.getByte(probe.address + i);
        }
        if (!same) {
            throw new IllegalArgumentException("seek must stay in its partition: key=" + target);
        }
        restart();
        DirectBuffer sort = target.sort();
        int length = Math.min(sort.capacity(), Key.SORT_BYTES_MAX + 1);
        if (length > 0) {
            UnsafeApi.copyMemory(sort.byteArray(), sort.addressOffset(), null, probe.sortAddress(), length);
        }
        run.seek(probe.sortAddress(), length);
        return next();
    }

    @Override
    void release() {
        super.release();
        copies.close();
    }

    @Override
    void giveBack() {
        session.giveBack(this);
    }
}
