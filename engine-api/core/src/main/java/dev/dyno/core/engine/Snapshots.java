package dev.dyno.core.engine;

import dev.dyno.api.Snapshot;
import java.util.Arrays;

/**
 * The open snapshots: what an engine with versions asks before it reclaims one. Opening and closing take a lock and are
 * rare; {@link #oldest} is one volatile read.
 *
 * <p>Threads: any. Publication S1: {@code oldest} is stored under the lock and read without it. A snapshot opens at the
 * committed sequence, so a reader that reads an older {@code oldest} only keeps more than it must.
 */
public final class Snapshots {

    private static final long NONE = -1;

    private long[] sequences = new long[8];
    private int count;
    private int held;
    private volatile long oldest = Long.MAX_VALUE;
    private volatile long newest = NONE;

    /** @param committed asked under the lock, so that no version between asking and opening is reclaimed */
    public synchronized Snapshot open(CommittedSequence committed) {
        return open(committed, false);
    }

    /** One of the engine's own, for a checkpoint: it holds versions back, and is not counted. */
    public synchronized Snapshot hold(CommittedSequence committed) {
        held++;
        return open(committed, true);
    }

    private Snapshot open(CommittedSequence committed, boolean own) {
        oldest = Math.min(oldest, committed.get()); // publishes S1: holds back reclaiming before the point is fixed
        long sequence = committed.get();
        if (count == sequences.length) {
            sequences = Arrays.copyOf(sequences, 2 * count);
        }
        sequences[count++] = sequence;
        refresh();
        return new Open(this, sequence, own);
    }

    /** Versions that no snapshot at or after this sequence needs may go; {@link Long#MAX_VALUE} if none is open. */
    public long oldest() {
        return oldest; // sees S1
    }

    /** Versions that came after this sequence are in no snapshot yet; -1 if none is open. */
    public long newest() {
        return newest; // sees S1
    }

    /**
     * The sequences of all that are open, held ones too, in any order. One that opens after the call is at the sequence
     * that was committed before the call, or behind it.
     */
    public synchronized long[] sequences() {
        return Arrays.copyOf(sequences, count);
    }

    public synchronized int count() {
        return count - held;
    }

    private synchronized void close(long sequence, boolean own) {
        held -= own ? 1 : 0;
        for (int i = 0; i < count; i++) {
            if (sequences[i] == sequence) {
                sequences[i] = sequences[--count];
                break;
            }
        }
        refresh();
    }

    private void refresh() {
        long least = Long.MAX_VALUE;
        long greatest = NONE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, sequences[i]);
            greatest = Math.max(greatest, sequences[i]);
        }
        newest = greatest; // publishes S1
        oldest = least; // publishes S1
    }

    /** Where the committed sequence comes from. */
    @FunctionalInterface
    public interface CommittedSequence {
        long get();
    }

    private static final class Open implements Snapshot {
        private final Snapshots registry;
        private final long sequence;
        private final boolean own;
        private boolean closed;

        Open(Snapshots registry, long sequence, boolean own) {
            this.registry = registry;
            this.sequence = sequence;
            this.own = own;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            registry.close(sequence, own);
        }

        @Override
        public String toString() {
            return "snapshot at " + sequence;
        }
    }
}
