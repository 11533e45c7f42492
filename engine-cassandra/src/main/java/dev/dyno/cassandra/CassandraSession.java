package dev.dyno.cassandra;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteBatch.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One thread's door: its handles, and whether it may be used. The connection belongs to the engine. */
final class CassandraSession implements Session {

    private final CassandraEngine engine;
    private final String label;
    private final ItemWrites writes;
    private final Batches batches;
    private final Map<String, CassandraTable> tables = new HashMap<>();
    private final WriteBatch.Operation operation = new WriteBatch.Operation();
    /** Volatile: {@link #close} may come from another thread. */
    private volatile boolean closed;

    CassandraSession(CassandraEngine engine, int number) {
        this.engine = engine;
        this.label = "session " + number + " of " + Thread.currentThread().getName();
        this.writes = new ItemWrites(engine.rows(), engine.sequences());
        this.batches = new Batches(engine.rows(), engine.sequences(), writes, engine.writesPlainly());
    }

    CassandraEngine engine() {
        return engine;
    }

    Rows rows() {
        return engine.rows();
    }

    ItemWrites writes() {
        return writes;
    }

    Counts counts() {
        return engine.counts();
    }

    @Override
    public Table table(String name) {
        check();
        TableSpec spec = engine.tablesKnown().named(name);
        CassandraTable table = tables.get(name);
        if (table == null || table.spec().id() != spec.id()) {
            table = new CassandraTable(this, spec);
            tables.put(name, table);
        }
        return table;
    }

    @Override
    public Snapshot snapshot() {
        check();
        engine.require(Capability.SNAPSHOT);
        throw new AssertionError("snapshots are denied");
    }

    @Override
    public long commit(WriteBatch batch, Durability durability) {
        check();
        engine.limits().check(batch);
        if (batch.spansPartitions()) {
            engine.require(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
        }
        batch.failedIndex(-1);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            engine.tablesKnown().check(operation.table());
            engine.limits().check(operation.key());
            operation.table().check(operation.key());
            engine.limits().checkValue(operation.valueLength());
            engine.require(operation.options());
            if (operation.kind() == Kind.CHECK) {
                engine.requireConditions();
            }
        }
        if (batch.size() == 0) {
            return Outcome.NO_CHANGE;
        }
        ReentrantLock turn = engine.turns().of(batch.get(0, operation).key());
        turn.lock();
        try {
            long outcome = batches.commit(batch, this);
            engine.counts().ended(outcome);
            return outcome;
        } finally {
            turn.unlock();
        }
    }

    /** What is acknowledged is durable. */
    @Override
    public void awaitDurable(long sequence) {
        check();
        if (sequence > engine.committedSequence()) {
            throw new IllegalArgumentException("not committed: sequence=" + sequence + ", committed="
                    + engine.committedSequence());
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            engine.released(this);
        }
    }

    /** @throws EngineException.Closed after close, {@link IllegalStateException} inside a condition or update */
    void check() {
        if (closed) {
            throw new EngineException.Closed(label);
        }
        engine.checkNotInCallback();
    }

    /** Around calls of the caller's code. */
    void inCallback(boolean inside) {
        engine.inCallback(inside);
    }

    @Override
    public String toString() {
        return label;
    }
}
