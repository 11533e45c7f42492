package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteBatch.Kind;
import dev.dyno.api.WriteOptions.Condition;
import dev.dyno.cassandra.ItemWrites.Fate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Batches of one partition: one mutation, over as many tables as it likes. Unless the server can judge all conditions,
 * the items are read first, every condition is judged here, and the batch is one transaction on condition that each
 * item still has the sequence it was read with; if not, again.
 *
 * <p>Confined to its session's thread.
 */
final class Batches {

    private static final int ROUNDS_MAX = 1_000;
    /** What an item's sequence must be is not known. */
    private static final long UNSTATED = -1;

    private final Rows rows;
    private final Sequences sequences;
    private final ItemWrites writes;
    private final boolean plain;
    private final WriteBatch.Operation operation = new WriteBatch.Operation();
    private final ItemView view = new ItemView();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

    Batches(Rows rows, Sequences sequences, ItemWrites writes, boolean plain) {
        this.rows = rows;
        this.sequences = sequences;
        this.writes = writes;
        this.plain = plain;
    }

    /** @param batch not empty, of one partition, checked against the limits */
    long commit(WriteBatch batch, CassandraSession session) {
        if (plain) {
            return commitPlain(batch);
        }
        if (judgedByServer(batch)) {
            long outcome = writeAll(batch);
            if (outcome != Outcome.CONDITION_FAILED) {
                return outcome;
            } // the loop finds out which condition it was
        }
        for (int round = 1; round <= ROUNDS_MAX; round++) {
            long[] before = new long[batch.size()];
            session.inCallback(true);
            int failed;
            try {
                failed = judge(batch, before);
            } finally {
                session.inCallback(false);
            }
            if (failed >= 0) {
                batch.failedIndex(failed);
                return Outcome.CONDITION_FAILED;
            }
            if (!changesAnything(batch, before)) {
                return Outcome.NO_CHANGE;
            }
            long sequence = sequences.take();
            Fate fate = write(batch, before, sequence);
            if (fate == Fate.APPLIED || fate == Fate.UNKNOWN) {
                return writes.outcome(fate, sequence, Outcome.CONDITION_FAILED);
            }
            sequences.giveBack(sequence);
            rows.backOff(round);
        }
        throw new EngineException.Io("items of a batch are contended, nothing was written: rounds=" + ROUNDS_MAX, null);
    }

    /** Whether every condition is one that the server can judge, and every operation certainly changes something. */
    private boolean judgedByServer(WriteBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            boolean told = expected() != UNSTATED;
            boolean judged = switch (operation.kind()) {
                case PUT -> told || operation.options().condition() == Condition.ALWAYS;
                case DELETE -> expected() > 0;
                case CHECK -> false; // one that holds writes nothing: a batch of checks only changes nothing
            };
            if (!judged) {
                return false;
            }
        }
        return true;
    }

    /** The sequence that the item must have by the operation's condition, 0 if it must be absent. */
    private long expected() {
        return switch (operation.options().condition()) {
            case ABSENT -> 0;
            case SEQUENCE -> operation.options().sequence();
            case ALWAYS, PRESENT, VALUE, PREDICATE -> UNSTATED;
        };
    }

    private long writeAll(WriteBatch batch) {
        long sequence = sequences.take();
        List<BatchableStatement<?>> all = new ArrayList<>(batch.size());
        Target witness = null;
        long mine = UNSTATED;
        long before = UNSTATED;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            Target target = Target.of(operation.key(), operation.table().id());
            boolean put = operation.kind() == Kind.PUT;
            long expected = expected();
            if (put) {
                all.add(expected == UNSTATED ? ItemWrites.bind(rows.statements().put, value(), sequence, target)
                        : writes.putIf(target, value(), sequence, expected));
            } else {
                all.add(writes.deleteIf(target, expected));
            }
            if (witness == null || put && mine == UNSTATED) {
                witness = target;
                mine = put ? sequence : UNSTATED;
                before = expected;
            }
        }
        return writes.outcome(writes.fate(unlogged(all), witness, mine, before), sequence, Outcome.CONDITION_FAILED);
    }

    /** Reads every item and judges its condition. @return the first that does not hold, or -1 */
    private int judge(WriteBatch batch, long[] before) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            Row row = rows.get(operation.key(), operation.table().id(), true);
            CassandraReader.fill(view, bytes, row);
            before[i] = view.sequence();
            if (!operation.options().holdsFor(view)) {
                return i;
            }
        }
        return -1;
    }

    private boolean changesAnything(WriteBatch batch, long[] before) {
        for (int i = 0; i < batch.size(); i++) {
            Kind kind = batch.get(i, operation).kind();
            if (kind == Kind.PUT || kind == Kind.DELETE && before[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private Fate write(WriteBatch batch, long[] before, long sequence) {
        List<BatchableStatement<?>> all = new ArrayList<>(batch.size());
        Target witness = null;
        boolean put = false;
        long expected = -1;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            Target target = Target.of(operation.key(), operation.table().id());
            all.add(switch (operation.kind()) {
                case PUT -> writes.putIf(target, value(), sequence, before[i]);
                case DELETE -> writes.deleteIf(target, before[i]);
                case CHECK -> writes.keepIf(target, before[i]);
            });
            boolean better = operation.kind() == Kind.PUT ? !put
                    : operation.kind() == Kind.DELETE && before[i] != 0 && witness == null;
            if (better) {
                put = operation.kind() == Kind.PUT;
                witness = target;
                expected = before[i];
            }
        }
        return writes.fate(unlogged(all), witness, put ? sequence : -1, expected);
    }

    /** Deletes of absent items change nothing, so they are looked for; without transactions that is all one can do. */
    private long commitPlain(WriteBatch batch) {
        long sequence = sequences.take();
        List<BatchableStatement<?>> all = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            Target target = Target.of(operation.key(), operation.table().id());
            if (operation.kind() == Kind.PUT) {
                all.add(ItemWrites.bind(rows.statements().putPlain, value(), sequence, target));
            } else if (rows.get(operation.key(), operation.table().id(), true) != null) {
                all.add(ItemWrites.bind(rows.statements().deletePlain, target));
            }
        }
        if (all.isEmpty()) {
            sequences.giveBack(sequence);
            return Outcome.NO_CHANGE;
        }
        try {
            rows.write(unlogged(all));
            return sequences.commit(sequence);
        } catch (DriverException e) {
            return Outcome.UNKNOWN;
        }
    }

    private ByteBuffer value() {
        return Blobs.copy(operation.buffer(), operation.valueOffset(), operation.valueLength());
    }

    private static BatchStatement unlogged(List<BatchableStatement<?>> all) {
        return BatchStatement.newInstance(DefaultBatchType.UNLOGGED, all);
    }
}
