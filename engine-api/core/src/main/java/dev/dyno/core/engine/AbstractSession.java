package dev.dyno.core.engine;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.core.commit.Command;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The part of a {@link Session} that does not depend on how items are found: confinement to a thread, the command slot
 * of its writes, one table handle per table. Threads: the one that opened it, except {@link #close}.
 */
public abstract class AbstractSession implements Session {

    private final LoggedEngine engine;
    private final Thread owner = Thread.currentThread();
    private final Command command = new Command();
    private final WriteBatch.Operation operation = new WriteBatch.Operation();
    private final Int2ObjectHashMap<Table> tables = new Int2ObjectHashMap<>();
    private volatile boolean closed;

    protected AbstractSession(LoggedEngine engine) {
        this.engine = engine;
    }

    /** Makes the engine's handle on a table; called once per table and session. */
    protected abstract Table newTable(TableSpec spec);

    /** Releases what the engine's session owns: epoch slots, buffers. */
    protected void release() {
    }

    /** Refuses a closed session or engine, another thread, and a call from inside a commit. First in every call. */
    protected final void enter() {
        if (closed) {
            throw new EngineException.Closed("session");
        }
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a session belongs to the thread that opened it: owner=" + owner.getName()
                    + ", caller=" + Thread.currentThread().getName());
        }
        engine.committer().refuseReentry();
    }

    @Override
    public final Table table(String name) {
        enter();
        TableSpec spec = engine.catalogue().named(name);
        Table table = tables.get(spec.id());
        if (table == null) {
            table = newTable(spec);
            tables.put(spec.id(), table);
        }
        return table;
    }

    @Override
    public final long commit(WriteBatch batch, Durability durability) {
        enter();
        engine.require(Capability.ATOMIC_BATCH);
        if (batch.tables() > 1) {
            engine.require(Capability.ATOMIC_BATCH_ACROSS_TABLES);
        }
        if (!engine.capabilities().contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS) && batch.spansPartitions()) {
            engine.require(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
        }
        engine.require(durability);
        check(batch);
        engine.admit();
        return engine.committer().commit(command, batch, durability);
    }

    private void check(WriteBatch batch) {
        engine.limits().check(batch);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            engine.limits().check(operation.key());
            engine.limits().checkValue(operation.valueLength());
            operation.table().check(operation.key());
            engine.require(operation.options());
        }
    }

    @Override
    public final void awaitDurable(long sequence) {
        enter();
        if (sequence > engine.committedSequence()) {
            throw new IllegalArgumentException("no such commit yet: sequence=" + sequence + ", committed="
                    + engine.committedSequence());
        }
        if (engine.durableSequence() < sequence) {
            engine.committer().sync(command);
        }
    }

    @Override
    public final synchronized void close() {
        if (!closed) {
            closed = true;
            release();
            engine.closed(this);
        }
    }

    @Override
    public String toString() {
        return "session of thread " + owner.getName();
    }

    protected final LoggedEngine engine() {
        return engine;
    }

    final Command command() {
        return command;
    }
}
