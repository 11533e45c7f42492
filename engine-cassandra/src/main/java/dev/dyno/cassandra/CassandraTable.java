package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.dyno.api.Capability;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.WriteOptions.Condition;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A session's handle on one table: checks, then {@link ItemWrites}. */
final class CassandraTable extends CassandraReader implements Table {

    private final CassandraReader strong;
    private final ExpandableArrayBuffer updated = new ExpandableArrayBuffer();
    private final UnsafeBuffer currentBytes = new UnsafeBuffer(0, 0);
    private final ItemView current = new ItemView();

    CassandraTable(CassandraSession session, TableSpec spec) {
        super(session, spec, !session.engine().readsEventually());
        this.strong = session.engine().readsEventually() ? new CassandraReader(session, spec, true) : this;
    }

    @Override
    public Reader strong() {
        return strong;
    }

    @Override
    public Reader at(Snapshot snapshot) {
        check();
        session().engine().require(Capability.SNAPSHOT);
        throw new AssertionError("snapshots are denied");
    }

    @Override
    public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        checkWrite(key, options);
        session().engine().limits().checkValue(length);
        ByteBuffer bytes = Blobs.copy(value, offset, length);
        Target target = Target.of(key, spec().id());
        long outcome;
        if (session().engine().writesPlainly()) {
            outcome = putPlain(target, bytes);
        } else if (judgedHere(options)) {
            outcome = change(key, target, new Judged(options, bytes));
        } else {
            outcome = inTurn(key, () -> session().writes().put(target, bytes, options));
        }
        session().counts().put(outcome, key, length);
        return outcome;
    }

    @Override
    public long delete(Key key, WriteOptions options) {
        checkWrite(key, options);
        Target target = Target.of(key, spec().id());
        long outcome;
        if (session().engine().writesPlainly()) {
            outcome = deletePlain(key, target);
        } else if (judgedHere(options)) {
            outcome = change(key, target, new Judged(options, Blobs.EMPTY, Change.REMOVE));
        } else {
            outcome = inTurn(key, () -> session().writes().delete(target, options));
        }
        session().counts().delete(outcome, key);
        return outcome;
    }

    @Override
    public long update(Key key, ItemUpdater updater, WriteOptions options) {
        session().engine().require(Capability.UPDATE);
        checkWrite(key, options);
        Updated change = new Updated(options, updater);
        long outcome = change(key, Target.of(key, spec().id()), change);
        session().counts().put(outcome, key, change.length);
        return outcome;
    }

    private long change(Key key, Target target, Change change) {
        return inTurn(key, () -> session().writes().change(target, change));
    }

    private long inTurn(Key key, LongSupplier transaction) {
        ReentrantLock turn = session().engine().turns().of(key);
        turn.lock();
        try {
            return transaction.getAsLong();
        } finally {
            turn.unlock();
        }
    }

    private void checkWrite(Key key, WriteOptions options) {
        check(key);
        if (options.wantsOld()) {
            session().engine().require(Capability.RETURN_OLD);
            options.old().clear();
        }
        session().engine().require(options);
    }

    /** What only this side can judge, or wants to see. */
    private static boolean judgedHere(WriteOptions options) {
        return options.wantsOld() || options.condition() == Condition.PREDICATE;
    }

    private long putPlain(Target target, ByteBuffer value) {
        long sequence = session().engine().sequences().take();
        try {
            session().rows().write(ItemWrites.bind(session().rows().statements().putPlain, value, sequence, target));
        } catch (DriverException e) {
            return Outcome.UNKNOWN;
        }
        return session().engine().sequences().commit(sequence);
    }

    private long deletePlain(Key key, Target target) {
        if (session().rows().get(key, spec().id(), true) == null) {
            return Outcome.NO_CHANGE;
        }
        long sequence = session().engine().sequences().take();
        try {
            session().rows().write(ItemWrites.bind(session().rows().statements().deletePlain, target));
        } catch (DriverException e) {
            return Outcome.UNKNOWN;
        }
        return session().engine().sequences().commit(sequence);
    }

    /** Fills {@link #current}, and the old item if it is wanted, and asks the condition. */
    private boolean holds(Row row, WriteOptions options) {
        fill(current, currentBytes, row);
        if (options.wantsOld()) {
            options.old().wrap(current);
        }
        session().inCallback(true);
        try {
            return options.holdsFor(current);
        } finally {
            session().inCallback(false);
        }
    }

    /** A put or delete whose condition is judged here. */
    private final class Judged implements Change {

        private final WriteOptions options;
        private final ByteBuffer value;
        private final long effect;

        private Judged(WriteOptions options, ByteBuffer value) {
            this(options, value, WRITE);
        }

        private Judged(WriteOptions options, ByteBuffer value, long effect) {
            this.options = options;
            this.value = value;
            this.effect = effect;
        }

        @Override
        public long decide(Row row) {
            return holds(row, options) ? effect : Outcome.CONDITION_FAILED;
        }

        @Override
        public ByteBuffer value() {
            return value;
        }
    }

    /** An update: the updater runs here, perhaps more than once. */
    private final class Updated implements Change {

        private final WriteOptions options;
        private final ItemUpdater updater;
        private int length;

        private Updated(WriteOptions options, ItemUpdater updater) {
            this.options = options;
            this.updater = updater;
        }

        @Override
        public long decide(Row row) {
            if (!holds(row, options)) {
                return Outcome.CONDITION_FAILED;
            }
            session().inCallback(true);
            try {
                length = updater.update(current, updated);
            } finally {
                session().inCallback(false);
            }
            return switch (length) {
                case ItemUpdater.KEEP -> Outcome.NO_CHANGE;
                case ItemUpdater.ABORT -> Outcome.ABORTED;
                case ItemUpdater.DELETE -> REMOVE;
                default -> {
                    session().engine().limits().checkValue(length);
                    yield WRITE;
                }
            };
        }

        @Override
        public ByteBuffer value() {
            return Blobs.copy(updated, 0, length);
        }
    }
}
