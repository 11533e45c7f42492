package dev.dyno.bench.peers;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One thread's door to a peer: the buffer in which composite keys are made, the handles on tables, and the check that
 * it may still be used. While it is open its engine cannot close, so what is native stays valid under its calls.
 *
 * @param <S> the peer's table
 */
public abstract class PeerSession<S extends PeerStore> implements Session {

    private enum Use { OPEN, IN_CALLBACK, CLOSED }

    private final PeerEngine<S> engine;
    private final String label;
    private final UnsafeBuffer key;
    private final Map<String, PeerTable> tables = new HashMap<>();
    private final WriteBatch.Operation operation = new WriteBatch.Operation();
    private int keyLength;
    /** Volatile: {@link #close} may come from another thread. */
    private volatile Use use = Use.OPEN;

    /** @param key where composite keys are made: off-heap or on it, as the peer wants them */
    protected PeerSession(PeerEngine<S> engine, int number, UnsafeBuffer key) {
        this.engine = engine;
        this.label = "session " + number + " of " + Thread.currentThread().getName();
        this.key = key;
    }

    public PeerEngine<S> engine() {
        return engine;
    }

    /** The composite key of the operation under way, {@link #keyLength} bytes from offset 0. */
    public final UnsafeBuffer key() {
        return key;
    }

    public final int keyLength() {
        return keyLength;
    }

    /** Makes the composite key of the operation under way. */
    public final void encode(Key from) {
        keyLength = CompositeKey.encode(from, key);
    }

    @Override
    public final Table table(String name) {
        return handle(name);
    }

    final PeerTable handle(String name) {
        check();
        PeerTable table = tables.get(name);
        if (table == null || table.store().dropped()) {
            table = newTable(engine.store(name));
            tables.put(name, table);
        }
        return table;
    }

    @Override
    public final Snapshot snapshot() {
        check();
        engine.require(Capability.SNAPSHOT);
        return engine.openSnapshot();
    }

    @Override
    public final long commit(WriteBatch batch, Durability durability) {
        check();
        engine.require(Capability.ATOMIC_BATCH);
        if (batch.tables() > 1) {
            engine.require(Capability.ATOMIC_BATCH_ACROSS_TABLES);
        }
        engine.limits().check(batch);
        Durability level = engine.level(durability);
        batch.failedIndex(-1);
        for (int i = 0, size = batch.size(); i < size; i++) {
            batch.get(i, operation);
            handle(operation.table().name()).check(operation.key());
            engine.limits().checkValue(operation.valueLength());
            checkCondition(operation.options());
        }
        return batch.size() == 0 ? Outcome.NO_CHANGE : apply(batch, operation, level);
    }

    @Override
    public final void awaitDurable(long sequence) {
        check();
        engine.require(Capability.DURABLE_SYNC);
        if (sequence > engine.committedSequence()) {
            throw new IllegalArgumentException("not committed: sequence=" + sequence + ", committed="
                    + engine.committedSequence());
        }
        if (engine.durableSequence() < sequence) {
            engine.sync();
        }
    }

    @Override
    public final void close() {
        if (use != Use.CLOSED) {
            use = Use.CLOSED;
            release();
            engine.released(this);
        }
    }

    /** @throws EngineException.Closed after close, {@link IllegalStateException} inside a condition or update */
    public final void check() {
        Use now = use;
        if (now != Use.OPEN) {
            refuse(now);
        }
    }

    private void refuse(Use now) {
        if (now == Use.CLOSED) {
            throw new EngineException.Closed(label);
        }
        throw new IllegalStateException("an engine must not be called inside a condition or update: " + label);
    }

    /** Around calls to the caller's code inside the commit point. */
    final void inCallback(boolean inside) {
        use = inside ? Use.IN_CALLBACK : Use.OPEN;
    }

    final void checkCondition(WriteOptions options) {
        switch (options.condition()) {
            case ALWAYS -> { }
            case ABSENT, PRESENT -> engine.require(Capability.CONDITION_PRESENCE);
            case SEQUENCE -> engine.require(Capability.CONDITION_SEQUENCE);
            case VALUE -> engine.require(Capability.CONDITION_VALUE);
            case PREDICATE -> engine.require(Capability.CONDITION_PREDICATE);
        }
    }

    protected abstract PeerTable newTable(S store);

    /** A batch that is not empty and was checked. */
    protected abstract long apply(WriteBatch batch, WriteBatch.Operation scratch, Durability level);

    /** Gives back what is native: called once, after the last use. */
    protected abstract void release();

    @Override
    public final String toString() {
        return label;
    }
}
