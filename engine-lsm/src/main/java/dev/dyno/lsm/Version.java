package dev.dyno.lsm;

import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.Probe;
import dev.dyno.lsm.memory.MemIndex;
import dev.dyno.lsm.memory.Memtable;
import dev.dyno.lsm.table.Reading;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where everything is at one moment: the memtables, newest first, and the runs of each table. Immutable but for the
 * first memtable, which grows; replaced as a whole. What a version names is kept as long as somebody may read in it.
 *
 * <p>Threads: any. {@link #pins} counts cursors; it grows only while the version is the current one.
 */
final class Version {

    private final long number;
    private final long floor;
    private final Memtable[] memtables;
    private final Runs[] runs;
    private final AtomicInteger pins = new AtomicInteger();
    /** No point read is in it any more. Guarded by {@link Versions}. */
    boolean isQuiet;

    Version(long number, long floor, Memtable[] memtables, Runs[] runs) {
        this.number = number;
        this.floor = floor;
        this.memtables = memtables;
        this.runs = runs;
    }

    long number() {
        return number;
    }

    /**
     * Versions of keys that no reader at this sequence or behind it needs may be gone: who reads the newest state reads
     * at this sequence at least. Snapshots before it are known to those who drop versions.
     */
    long floor() {
        return floor;
    }

    /** Newest first; the first one is written. Not to be changed. */
    Memtable[] memtables() {
        return memtables;
    }

    /** By table id. */
    Runs runs(int tableId) {
        return tableId < runs.length ? runs[tableId] : Runs.NONE;
    }

    /** All table ids with runs are below this. */
    int tableIds() {
        return runs.length;
    }

    Runs[] allRuns() {
        return runs;
    }

    /** Finds the entry of a key that a reader at {@code sequence} sees, a delete included. @return false for none */
    boolean get(int tableId, Probe probe, long sequence, Reading reading, Answer out) {
        for (Memtable memtable : memtables) {
            MemIndex tree = memtable.tree(tableId);
            if (tree != null && tree.get(probe, sequence, out)) {
                return true;
            }
        }
        return runs(tableId).get(probe, sequence, reading, out);
    }

    void pin() {
        pins.incrementAndGet();
    }

    void unpin() {
        pins.decrementAndGet();
    }

    boolean isPinned() {
        return pins.get() > 0;
    }
}
