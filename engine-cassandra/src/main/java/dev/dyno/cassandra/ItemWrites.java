package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.dyno.api.EngineException;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.WriteOptions.Condition;
import java.nio.ByteBuffer;

/**
 * Writes of one item as lightweight transactions: Paxos rounds on the item's partition (Lamport; Cassandra's second
 * variant), so that every write of an item takes its turn and its condition is judged at that point.
 *
 * <p>W1: every write of a transactional store is a transaction, also one without a condition. A plain write beside
 * transactions on one item can be acknowledged and then lose against them by the servers' clocks.
 *
 * <p>W2: a put carries a sequence that no other write ever carries. A transaction with an unknown outcome is settled by
 * a SERIAL read, which finishes whatever was begun: its own sequence there means it happened; the sequence that it
 * expected there means that it did not and never will. Anything else stays {@link Outcome#UNKNOWN}.
 *
 * <p>Confined to its session's thread.
 */
final class ItemWrites {

    /** What the item's sequence must be is not known. */
    private static final long UNSTATED = -1;
    private static final int ROUNDS_MAX = 1_000;

    /** What became of a transaction. */
    enum Fate { APPLIED, REFUSED, NOT_DONE, UNKNOWN }

    private final Rows rows;
    private final Statements statements;
    private final Sequences sequences;

    ItemWrites(Rows rows, Sequences sequences) {
        this.rows = rows;
        this.statements = rows.statements();
        this.sequences = sequences;
    }

    /** A put whose condition the server can judge. */
    long put(Target target, ByteBuffer value, WriteOptions options) {
        long sequence = sequences.take();
        Condition condition = options.condition();
        long expected = expected(options);
        BoundStatement statement = switch (condition) {
            case ALWAYS -> bind(statements.put, value, sequence, target);
            case PRESENT -> bind(statements.putIfPresent, value, sequence, target);
            case ABSENT, SEQUENCE -> putIf(target, value, sequence, expected);
            case VALUE -> bind(statements.putIfValue, value, sequence, target)
                    .setByteBuffer(5, Blobs.copy(options.value()));
            case PREDICATE -> throw new AssertionError("a predicate is judged here");
        };
        return outcome(fate(statement, target, sequence, expected), sequence, Outcome.CONDITION_FAILED);
    }

    /** A delete whose condition the server can judge. */
    long delete(Target target, WriteOptions options) {
        long expected = expected(options);
        if (expected == 0) {
            return rows.get(target.partition(), target.table(), target.sort(), true) == null ? Outcome.NO_CHANGE
                    : Outcome.CONDITION_FAILED;
        }
        long sequence = sequences.take();
        Condition condition = options.condition();
        BoundStatement statement = switch (condition) {
            case ALWAYS, PRESENT -> bind(statements.deleteIfPresent, target);
            case ABSENT, SEQUENCE -> deleteIf(target, expected);
            case VALUE -> bind(statements.deleteIfValue, target).setByteBuffer(3, Blobs.copy(options.value()));
            case PREDICATE -> throw new AssertionError("a predicate is judged here");
        };
        return outcome(fate(statement, target, UNSTATED, expected), sequence,
                condition == Condition.ALWAYS ? Outcome.NO_CHANGE : Outcome.CONDITION_FAILED);
    }

    /** What {@link Change} makes of the item as it is, in a round that fails if it is no longer so. */
    long change(Target target, Change change) {
        for (int round = 1; round <= ROUNDS_MAX; round++) {
            Row row = rows.get(target.partition(), target.table(), target.sort(), true);
            long before = row == null ? 0 : row.getLong("s");
            long decided = change.decide(row);
            if (decided != Change.WRITE && decided != Change.REMOVE) {
                return decided;
            }
            if (decided == Change.REMOVE && before == 0) {
                return Outcome.NO_CHANGE;
            }
            long sequence = sequences.take();
            Fate fate = decided == Change.WRITE
                    ? fate(putIf(target, change.value(), sequence, before), target, sequence, before)
                    : fate(deleteIf(target, before), target, UNSTATED, before);
            if (fate == Fate.APPLIED || fate == Fate.UNKNOWN) {
                return outcome(fate, sequence, Outcome.CONDITION_FAILED);
            }
            sequences.giveBack(sequence);
            rows.backOff(round);
        }
        throw new EngineException.Io("item is contended, nothing was written: rounds=" + ROUNDS_MAX, null);
    }

    BoundStatement putIf(Target target, ByteBuffer value, long sequence, long expected) {
        BoundStatement statement = bind(statements.putIfSequence, value, sequence, target);
        return expected == 0 ? statement.setToNull(5) : statement.setLong(5, expected);
    }

    BoundStatement deleteIf(Target target, long expected) {
        BoundStatement statement = bind(statements.deleteIfSequence, target);
        return expected == 0 ? statement.setToNull(3) : statement.setLong(3, expected);
    }

    /** A condition without a write: the item keeps the sequence it must have; an absent one stays absent. */
    BoundStatement keepIf(Target target, long expected) {
        if (expected == 0) {
            return deleteIf(target, 0);
        }
        return statements.touchIfSequence.bind(expected, target.partition(), target.table(), target.sort(), expected);
    }

    static BoundStatement bind(PreparedStatement put, ByteBuffer value, long sequence, Target target) {
        return put.boundStatementBuilder().setByteBuffer(0, value.duplicate()).setLong(1, sequence)
                .setByteBuffer(2, target.partition()).setInt(3, target.table()).setByteBuffer(4, target.sort()).build();
    }

    static BoundStatement bind(PreparedStatement delete, Target target) {
        return delete.boundStatementBuilder().setByteBuffer(0, target.partition()).setInt(1, target.table())
                .setByteBuffer(2, target.sort()).build();
    }

    /**
     * Runs a transaction and settles an unknown outcome (W2).
     *
     * @param witness an item that the transaction puts, or the one that it deletes
     * @param mine the sequence that it writes there, or -1 if it writes none
     * @param expected the sequence that must have been there, or -1 if it is not known
     */
    Fate fate(Statement<?> statement, Target witness, long mine, long expected) {
        while (true) {
            try {
                return rows.write(statement).wasApplied() ? Fate.APPLIED : Fate.REFUSED;
            } catch (DriverException e) {
                Fate settled = settle(witness, mine, expected);
                if (settled != Fate.NOT_DONE) {
                    return settled;
                }
                rows.backOff(1);
            }
        }
    }

    private Fate settle(Target witness, long mine, long expected) {
        try {
            Row row = rows.get(witness.partition(), witness.table(), witness.sort(), true);
            long found = row == null ? 0 : row.getLong("s");
            if (found == mine) {
                return Fate.APPLIED;
            }
            return found == expected ? Fate.NOT_DONE : Fate.UNKNOWN;
        } catch (EngineException.Io e) {
            return Fate.UNKNOWN; // the answer that nothing was to be learnt is the answer
        }
    }

    long outcome(Fate fate, long sequence, long refused) {
        return switch (fate) {
            case APPLIED -> sequences.commit(sequence);
            case UNKNOWN -> Outcome.UNKNOWN;
            case REFUSED, NOT_DONE -> {
                sequences.giveBack(sequence);
                yield refused;
            }
        };
    }

    private static long expected(WriteOptions options) {
        return switch (options.condition()) {
            case ABSENT -> 0;
            case SEQUENCE -> options.sequence();
            case ALWAYS, PRESENT, VALUE, PREDICATE -> UNSTATED;
        };
    }
}
