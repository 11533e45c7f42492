package dev.dyno.bench.peers;

import dev.dyno.api.Durability;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;

/**
 * Writes of a peer with one writer at a time: what the item is, whether the condition holds and the write itself happen
 * under {@link LockedSession}'s write lock, so conditions, updates and old items cost a read and nothing else.
 */
public abstract class LockedTable extends PeerTable {

    private final LockedSession<?> session;
    private final ItemView current = new ItemView();

    protected LockedTable(LockedSession<?> session, PeerStore store, Source latest) {
        super(session, store, latest);
        this.session = session;
    }

    @Override
    protected final long write(DirectBuffer value, int offset, int length, WriteOptions options, Durability level) {
        session.begin(level);
        boolean done = false;
        try {
            if (!admits(options)) {
                return Outcome.CONDITION_FAILED;
            }
            insert(value, offset, length);
            done = true;
            return session.commit(level);
        } finally {
            session.end(done);
        }
    }

    @Override
    protected final long remove(WriteOptions options, Durability level) {
        session.begin(level);
        boolean done = false;
        try {
            if (!admits(options)) {
                return Outcome.CONDITION_FAILED;
            }
            if (!erase()) {
                return Outcome.NO_CHANGE;
            }
            done = true;
            return session.commit(level);
        } finally {
            session.end(done);
        }
    }

    @Override
    protected final long update(ItemUpdater updater, WriteOptions options, Durability level) {
        session.begin(level);
        boolean done = false;
        try {
            boolean exists = findForWrite(current);
            if (!judge(options)) {
                return Outcome.CONDITION_FAILED;
            }
            int length = session.compute(updater, current);
            switch (length) {
                case ItemUpdater.KEEP -> {
                    return Outcome.NO_CHANGE;
                }
                case ItemUpdater.ABORT -> {
                    return Outcome.ABORTED;
                }
                case ItemUpdater.DELETE -> {
                    if (!exists) {
                        return Outcome.NO_CHANGE;
                    }
                    erase();
                }
                default -> {
                    session.engine().limits().checkValue(length);
                    insert(session.computed(), 0, length);
                }
            }
            done = true;
            return session.commit(level);
        } finally {
            session.end(done);
        }
    }

    /** One operation of a batch: whether its condition holds. */
    final boolean admits(WriteBatch.Operation operation) {
        session.encode(operation.key());
        return admits(operation.options());
    }

    /** One operation of a batch, whose condition holds. @return whether it changed anything */
    final boolean apply(WriteBatch.Operation operation) {
        session.encode(operation.key());
        return switch (operation.kind()) {
            case PUT -> {
                insert(operation.buffer(), operation.valueOffset(), operation.valueLength());
                yield true;
            }
            case DELETE -> erase();
            case CHECK -> false;
        };
    }

    private boolean admits(WriteOptions options) {
        if (options.condition() == WriteOptions.Condition.ALWAYS && !options.wantsOld()) {
            return true;
        }
        findForWrite(current);
        return judge(options);
    }

    private boolean judge(WriteOptions options) {
        if (options.wantsOld() && current.exists()) {
            session.keepOld(current, options.old());
        }
        return session.judge(options, current);
    }

    /** Fills {@code out} with the item of the composite key as the writer sees it, or clears it. */
    protected abstract boolean findForWrite(ItemView out);

    /** Inserts or replaces the item of the composite key. */
    protected abstract void insert(DirectBuffer value, int offset, int length);

    /** Removes the item of the composite key. @return whether there was one */
    protected abstract boolean erase();
}
