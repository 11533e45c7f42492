package dev.dyno.bench.peers;

import dev.dyno.api.Durability;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A session of a peer with one writer at a time. Between {@link #begin} and {@link #end} it holds the write lock, which
 * makes the order of commits the order of their sequences.
 *
 * @param <S> the peer's table
 */
public abstract class LockedSession<S extends PeerStore> extends PeerSession<S> {

    private static final int SCRATCH_BYTES = 4096;

    private final ReentrantLock writes;
    private final ExpandableDirectByteBuffer old = new ExpandableDirectByteBuffer(SCRATCH_BYTES);
    private final ExpandableDirectByteBuffer computed = new ExpandableDirectByteBuffer(SCRATCH_BYTES);

    protected LockedSession(PeerEngine<S> engine, int number, UnsafeBuffer key, ReentrantLock writes) {
        super(engine, number, key);
        this.writes = writes;
    }

    final void begin(Durability level) {
        if (writes.isHeldByCurrentThread()) {
            throw new IllegalStateException("an engine must not be called inside a condition or update: " + this);
        }
        writes.lock();
        boolean begun = false;
        try {
            beginWrite(level);
            begun = true;
        } finally {
            if (!begun) {
                writes.unlock();
            }
        }
    }

    /** @return the sequence of the commit */
    final long commit(Durability level) {
        commitWrite(level);
        long sequence = engine().publish();
        if (level == Durability.SYNC) {
            engine().markDurable(sequence);
        }
        return sequence;
    }

    /** @param reached whether {@link #commit} was called: it is the peer that cleans up after a commit that failed */
    final void end(boolean reached) {
        try {
            if (!reached) {
                rollbackWrite();
            }
        } finally {
            writes.unlock();
        }
    }

    @Override
    protected final long apply(WriteBatch batch, WriteBatch.Operation operation, Durability level) {
        begin(level);
        boolean done = false;
        try {
            for (int i = 0, size = batch.size(); i < size; i++) {
                batch.get(i, operation);
                if (!lockedTable(operation).admits(operation)) {
                    batch.failedIndex(i);
                    return Outcome.CONDITION_FAILED;
                }
            }
            boolean changed = false;
            for (int i = 0, size = batch.size(); i < size; i++) {
                batch.get(i, operation);
                changed |= lockedTable(operation).apply(operation);
            }
            if (!changed) {
                return Outcome.NO_CHANGE;
            }
            done = true;
            return commit(level);
        } finally {
            end(done);
        }
    }

    private LockedTable lockedTable(WriteBatch.Operation operation) {
        return (LockedTable) handle(operation.table().name());
    }

    final boolean judge(WriteOptions options, ItemView current) {
        if (options.condition() != WriteOptions.Condition.PREDICATE) {
            return options.holdsFor(current);
        }
        inCallback(true);
        try {
            return options.holdsFor(current);
        } finally {
            inCallback(false);
        }
    }

    final int compute(ItemUpdater updater, ItemView current) {
        inCallback(true);
        try {
            return updater.update(current, computed);
        } finally {
            inCallback(false);
        }
    }

    final DirectBuffer computed() {
        return computed;
    }

    /** Copies an item that the write is about to replace. */
    final void keepOld(ItemView current, ItemView into) {
        int length = current.copyTo(old, 0);
        into.wrap(old, 0, length, 0);
    }

    /** Starts a transaction of the peer, if it has them. */
    protected abstract void beginWrite(Durability level);

    /** Makes the writes since {@link #beginWrite} visible, at the level. Leaves nothing open, also when it throws. */
    protected abstract void commitWrite(Durability level);

    /** Nothing since {@link #beginWrite} is to stay. */
    protected abstract void rollbackWrite();
}
