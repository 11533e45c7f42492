package dev.dyno.streams.capture;

import dev.dyno.api.Bytes;
import dev.dyno.api.Capability;
import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The single writes of one session, each with its record in one batch; for batches see {@link OutboxBatches}.
 *
 * <p>Why the records are true: the old item is read under the lock of its shard, which whoever changes an item of the
 * shard holds until the batch is committed. On an engine that others write to as well (not {@link Capability#LOCAL})
 * the batch goes down on condition that the item is as it was read and that nobody has the record's number; if not, it
 * is all done again.
 *
 * <p>Threads: the session's.
 */
final class OutboxWriter {

    enum Operation { PUT, DELETE, UPDATE }

    /** No outcome: somebody else was faster. */
    static final long AGAIN = Long.MIN_VALUE;
    private static final ItemUpdater NONE = (current, out) -> ItemUpdater.ABORT;

    private final Session session;
    private final OutboxCapture capture;
    private final OutboxRecords records;
    private final WriteBatch batch = new WriteBatch();
    private final WriteOptions guard = new WriteOptions();
    private final ItemView old = new ItemView();
    private final ItemView now = new ItemView();
    private final ExpandableArrayBuffer oldCopy = new ExpandableArrayBuffer();
    private final ExpandableArrayBuffer updated = new ExpandableArrayBuffer();
    private Operation operation = Operation.PUT;
    private ItemUpdater updater = NONE;

    OutboxWriter(Session session, OutboxCapture capture, OutboxRecords records) {
        this.session = session;
        this.capture = capture;
        this.records = records;
    }

    long put(Table table, Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        capture.limits().checkValue(length);
        now.wrap(value, offset, length, 0);
        operation = Operation.PUT;
        return write(table, key, options);
    }

    long delete(Table table, Key key, WriteOptions options) {
        now.clear();
        operation = Operation.DELETE;
        return write(table, key, options);
    }

    long update(Table table, Key key, ItemUpdater by, WriteOptions options) {
        operation = Operation.UPDATE;
        updater = by;
        return write(table, key, options);
    }

    private long write(Table table, Key key, WriteOptions options) {
        capture.callbacks().refuseReentry();
        while (true) {
            OutboxShard shard;
            ChangeStream stream;
            long stamp = capture.beginWrite();
            try {
                stream = capture.streamOf(table.spec().id());
                if (stream == null) {
                    return pass(table, key, options);
                }
                shard = OutboxCapture.shardOf(stream, key);
                shard.lock.lock();
                try {
                    records.settle(stream.id, shard);
                    long millis = capture.millis();
                    long outcome = shard.isOverdue(capture.options(), millis) ? AGAIN
                            : write(stream, shard, table, key, millis, options);
                    if (outcome != AGAIN) {
                        return outcome;
                    }
                } finally {
                    shard.lock.unlock();
                }
            } finally {
                capture.endWrite(stamp);
            }
            capture.roll(stream, shard);
        }
    }

    private long pass(Table table, Key key, WriteOptions options) {
        return switch (operation) {
            case PUT -> table.put(key, now.value(), 0, now.length(), options);
            case DELETE -> table.delete(key, options);
            case UPDATE -> table.update(key, updater, options);
        };
    }

    private long write(ChangeStream stream, OutboxShard shard, Table table, Key key, long millis,
            WriteOptions options) {
        capture.limits().check(key); // before it takes a number
        boolean existed = table.get(key, old);
        if (options.wantsOld()) {
            keepOld(options);
        }
        if (operation == Operation.UPDATE) {
            if (!capture.can(Capability.UPDATE)) {
                return pass(table, key, options);
            }
            long outcome = compute(existed, options);
            if (!Outcome.committed(outcome)) {
                return outcome;
            }
        } else if (!capture.isAlone() && !capture.callbacks().holds(options, old)) {
            return Outcome.CONDITION_FAILED;
        }
        WriteOptions condition = capture.isAlone() ? options
                : guard.reset().ifSequence(old.sequence()).durability(options.durability());
        if (existed == now.exists() && (!existed || sameBytes())) {
            return local(now.exists() ? table.put(key, now.value(), 0, now.length(), condition)
                    : table.delete(key, condition));
        }
        batch.clear();
        if (now.exists()) {
            batch.put(table, key, now.value(), 0, now.length(), condition);
        } else {
            batch.delete(table, key, condition);
        }
        Kind kind = !now.exists() ? Kind.REMOVE : existed ? Kind.MODIFY : Kind.INSERT;
        long number = shard.lastNumber + 1;
        int bytes = records.add(batch, stream, shard, number, millis, kind, key, old, now);
        records.guard(batch, stream.id, key, kind == Kind.INSERT, kind == Kind.REMOVE);
        shard.doubtful = true; // until there is an answer
        if (!records.claim(stream.id, shard, number, millis, key)) {
            return AGAIN;
        }
        long outcome = session.commit(batch, options.durability());
        shard.doubtful = outcome == Outcome.UNKNOWN || outcome == Outcome.CONDITION_FAILED && !capture.isAlone();
        if (Outcome.committed(outcome)) {
            shard.appended(number, millis, bytes);
        } else if (outcome == Outcome.CONDITION_FAILED) {
            records.giveUp(stream.id, shard, number, millis, key);
        }
        return local(outcome);
    }

    /** Where the condition was judged before, one that fails at the commit says that the item has changed since. */
    private long local(long outcome) {
        return outcome == Outcome.CONDITION_FAILED && !capture.isAlone() ? AGAIN : outcome;
    }

    private void keepOld(WriteOptions options) {
        if (!capture.can(Capability.RETURN_OLD)) {
            throw new EngineException.Unsupported(capture.engineName(), Capability.RETURN_OLD);
        }
        if (old.exists()) {
            oldCopy.putBytes(0, old.value(), 0, old.length());
            options.old().wrap(oldCopy, 0, old.length(), old.sequence());
        } else {
            options.old().clear();
        }
    }

    /** @return a positive number if {@link #now} is to be written, or the outcome */
    private long compute(boolean existed, WriteOptions options) {
        if (!capture.callbacks().holds(options, old)) {
            return Outcome.CONDITION_FAILED;
        }
        int length;
        capture.callbacks().begin();
        try {
            length = updater.update(old, updated);
        } finally {
            capture.callbacks().end();
        }
        switch (length) {
            case ItemUpdater.KEEP -> {
                return Outcome.NO_CHANGE;
            }
            case ItemUpdater.ABORT -> {
                return Outcome.ABORTED;
            }
            case ItemUpdater.DELETE -> {
                now.clear();
                return existed ? 1 : Outcome.NO_CHANGE;
            }
            default -> {
                if (length < 0) {
                    throw new IllegalArgumentException(
                            "an updater must return a length, KEEP, DELETE or ABORT: returned=" + length);
                }
                capture.limits().checkValue(length);
                now.wrap(updated, 0, length, 0);
                return 1;
            }
        }
    }

    private boolean sameBytes() {
        return Bytes.equal(old.value(), 0, old.length(), now.value(), 0, now.length());
    }
}
