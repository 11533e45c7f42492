package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.memory.Memory;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * A walk over one partition in the order of its sort keys. Belongs to its session, which uses it again after close.
 * Threads: the session's.
 */
final class QueryCursor extends RunCursor {

    private static final int FIRST_RUN = 16;

    private boolean isPartition;
    private boolean reverse;
    private int runKeys;

    QueryCursor(HashSession session, Memory memory) {
        super(session, memory, "query cursor", "next() or seek()");
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
        toBound(reverse);
        runKeys = FIRST_RUN;
        standing = false;
    }

    @Override
    boolean isOver() {
        return run.isLast() || !isPartition;
    }

    @Override
    void advance() {
        fill((int) Math.min(left, runKeys));
        runKeys = SortRun.KEYS_MAX;
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
    void giveBack() {
        session.giveBack(this);
    }
}
