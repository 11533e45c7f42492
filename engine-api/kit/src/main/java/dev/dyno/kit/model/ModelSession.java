package dev.dyno.kit.model;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteBatch.Operation;

/** A session is only a name here: no buffers are kept, because every view has its own. */
final class ModelSession implements Session {

    private final ModelEngine engine;
    private final String owner;
    private volatile boolean closed;

    ModelSession(ModelEngine engine, String owner) {
        this.engine = engine;
        this.owner = owner;
    }

    @Override
    public Table table(String name) {
        return new ModelTable(this, state().named(name));
    }

    @Override
    public Snapshot snapshot() {
        ModelSnapshot snapshot = new ModelSnapshot(engine, state());
        engine.opened(snapshot);
        return snapshot;
    }

    @Override
    public long commit(WriteBatch batch, Durability durability) {
        state();
        ModelEngineProvider.refuse(durability);
        engine.limits().check(batch);
        checkOperations(batch);
        batch.failedIndex(-1);
        return engine.commit(commit -> apply(batch, commit));
    }

    @Override
    public void awaitDurable(long sequence) {
        state();
        throw new EngineException.Unsupported(engine.name(), Capability.DURABLE_SYNC);
    }

    @Override
    public void close() {
        closed = true;
        engine.closed(this);
    }

    @Override
    public String toString() {
        return "session of thread " + owner;
    }

    ModelEngine engine() {
        return engine;
    }

    /** The state to read. */
    ModelState state() {
        if (closed) {
            throw new EngineException.Closed(toString());
        }
        return engine.readable();
    }

    private void checkOperations(WriteBatch batch) {
        Operation operation = new Operation();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            engine.limits().check(operation.key());
            engine.limits().checkValue(operation.valueLength());
            operation.table().check(operation.key());
        }
    }

    /** All conditions are judged before the first change, against the state before the batch. */
    private static long apply(WriteBatch batch, ModelCommit commit) {
        Operation operation = new Operation();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            commit.current(operation.table(), ItemKey.of(operation.key()), operation.options().old());
            if (!operation.options().holdsFor(operation.options().old())) {
                batch.failedIndex(i);
                return Outcome.CONDITION_FAILED;
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            ItemKey key = ItemKey.of(operation.key());
            switch (operation.kind()) {
                case PUT -> commit.put(i, operation.table(), key, value(operation));
                case DELETE -> commit.delete(i, operation.table(), key);
                case CHECK -> { }
            }
        }
        return commit.outcome();
    }

    private static byte[] value(Operation operation) {
        byte[] value = new byte[operation.valueLength()];
        operation.buffer().getBytes(operation.valueOffset(), value);
        return value;
    }
}
