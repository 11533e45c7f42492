package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the store, again where that is safe. A read may always be asked again; a write only when it certainly did
 * nothing. Between attempts it waits, longer each time and never as long as another: clients that meet again in step
 * would disturb each other's transactions for ever.
 *
 * <p>Threads: any.
 */
final class Rows {

    private static final long FIRST_WAIT_NANOS = 2_000_000;
    private static final int DOUBLINGS_MAX = 7;
    private static final int IN_FLIGHT = 64;
    /** Of a serial read that met transactions: nothing is broken, its turn comes. */
    private static final int CONTENDED_MAX = 20;

    private final CqlSession session;
    private final Statements statements;
    private final int attempts;
    private final ConsistencyLevel reads;
    private final ConsistencyLevel strongReads;

    /**
     * @param reads of one item, unless a strong one is asked for
     * @param strongReads SERIAL where writes are transactions: it finishes one that was left half done
     */
    Rows(CqlSession session, Statements statements, int attempts, ConsistencyLevel reads,
            ConsistencyLevel strongReads) {
        this.session = session;
        this.statements = statements;
        this.attempts = attempts;
        this.reads = reads;
        this.strongReads = strongReads;
    }

    Statements statements() {
        return statements;
    }

    /** The row of one item, or null: the driver's own word for none, which never leaves this package. */
    Row get(ByteBuffer partition, int table, ByteBuffer sort, boolean strong) {
        return read(statements.get.bind(partition.duplicate(), table, sort.duplicate())
                .setConsistencyLevel(strong ? strongReads : reads)).one();
    }

    Row get(Key key, int table, boolean strong) {
        return get(Blobs.copy(key.partition()), table, Blobs.copy(key.sort()), strong);
    }

    /** The rows of many items, asked for together; in the order of the keys. */
    Row[] getAll(KeyBatch keys, int table, boolean strong) {
        Row[] answers = new Row[keys.size()];
        List<CompletionStage<AsyncResultSet>> asked = new ArrayList<>(IN_FLIGHT);
        Key key = new Key();
        for (int from = 0; from < answers.length; from += IN_FLIGHT) {
            int to = Math.min(answers.length, from + IN_FLIGHT);
            asked.clear();
            for (int i = from; i < to; i++) {
                keys.get(i, key);
                asked.add(session.executeAsync(statements.get.bind(Blobs.copy(key.partition()), table,
                        Blobs.copy(key.sort())).setConsistencyLevel(strong ? strongReads : reads).setIdempotent(true)));
            }
            for (int i = from; i < to; i++) {
                try {
                    answers[i] = asked.get(i - from).toCompletableFuture().join().one();
                } catch (CompletionException e) {
                    keys.get(i, key);
                    answers[i] = get(key, table, strong); // alone, with all its attempts
                }
            }
        }
        return answers;
    }

    /** For ranges: at QUORUM, which sees every acknowledged write, or at one replica if reads are eventual. */
    ResultSet range(Statement<?> statement, boolean strong) {
        boolean eventual = reads == ConsistencyLevel.ONE && !strong;
        return read(statement.setConsistencyLevel(eventual ? ConsistencyLevel.ONE : ConsistencyLevel.QUORUM));
    }

    private ResultSet read(Statement<?> statement) {
        for (int attempt = 1; ; attempt++) {
            try {
                return session.execute(statement.setIdempotent(true));
            } catch (DriverException e) {
                int most = Failures.isContention(e) ? CONTENDED_MAX : attempts;
                if (attempt >= most || !Failures.isTransient(e)) {
                    throw Failures.io("read failed: attempts=" + attempt, e);
                }
                backOff(attempt);
            }
        }
    }

    /**
     * A write; tried again while it certainly did nothing.
     *
     * @throws DriverException if it may have happened
     * @throws dev.dyno.api.EngineException.Io if it certainly did not
     */
    ResultSet write(Statement<?> statement) {
        for (int attempt = 1; ; attempt++) {
            try {
                return session.execute(statement.setIdempotent(false));
            } catch (DriverException e) {
                if (!Failures.didNothing(e)) {
                    throw e;
                }
                if (attempt >= attempts || !Failures.isTransient(e)) {
                    throw Failures.io("write did not happen: attempts=" + attempt, e);
                }
                backOff(attempt);
            }
        }
    }

    void backOff(int attempt) {
        long most = FIRST_WAIT_NANOS << Math.min(attempt - 1, DOUBLINGS_MAX);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
    }
}
