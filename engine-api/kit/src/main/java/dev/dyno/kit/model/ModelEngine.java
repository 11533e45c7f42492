package dev.dyno.kit.model;

import dev.dyno.api.Capability;
import dev.dyno.api.CommitListener;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Limits;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.Verification.Violation;
import dev.dyno.api.disk.Disk;
import dev.dyno.kit.model.ModelState.TableData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The engine of one field: {@link #current}. Readers take it and need nothing else; writers, one at a time, make the
 * next one from it, tell the listeners, and publish it. Work, memory and clock are not used.
 *
 * <p>Publication: {@code current} is volatile; a writer publishes a finished state, a reader sees a whole commit or
 * none of it. A reader is never blocked.
 */
public final class ModelEngine implements Engine {

    private final Disk.Lock disk;
    private final List<CommitListener> listeners;
    private final ReentrantLock writing = new ReentrantLock();
    private final Set<Object> open = ConcurrentHashMap.newKeySet();
    private volatile ModelState current = ModelState.EMPTY;
    private volatile State state = State.OPEN;

    ModelEngine(Disk.Lock disk, List<CommitListener> listeners) {
        this.disk = disk;
        this.listeners = listeners;
        listeners.forEach(listener -> listener.onRecovered(0));
    }

    @Override
    public String name() {
        return ModelEngineProvider.NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return ModelEngineProvider.CAPABILITIES;
    }

    @Override
    public Limits limits() {
        return Limits.FULL;
    }

    @Override
    public TableSpec createTable(TableSpec spec) {
        return alone(() -> {
            current = current.create(spec);
            return current.named(spec.name());
        });
    }

    @Override
    public boolean dropTable(String name) {
        return alone(() -> {
            for (TableSpec spec : current.specs()) {
                if (spec.name().equals(name)) {
                    current = current.drop(spec);
                    return true;
                }
            }
            return false;
        });
    }

    @Override
    public List<TableSpec> tables() {
        return readable().specs();
    }

    @Override
    public Session openSession() {
        readable();
        ModelSession session = new ModelSession(this, Thread.currentThread().getName());
        open.add(session);
        return session;
    }

    @Override
    public long committedSequence() {
        return readable().sequence();
    }

    /** Nothing is ever on stable storage. */
    @Override
    public long durableSequence() {
        readable();
        return 0;
    }

    @Override
    public void sync() {
        readable();
        throw new EngineException.Unsupported(name(), Capability.DURABLE_SYNC);
    }

    /** Nothing to do: the next open starts empty. */
    @Override
    public void checkpoint() {
        readable();
    }

    @Override
    public EngineStats stats() {
        ModelState now = readable();
        long items = now.tables().values().stream().mapToLong(table -> table.items().size()).sum();
        return EngineStats.empty()
                .with(Counter.COMMITS, now.sequence())
                .with(Counter.LIVE_ITEMS, items)
                .with(Counter.SNAPSHOTS, open.stream().filter(ModelSnapshot.class::isInstance).count());
    }

    @Override
    public Verification verify() {
        List<String> checked = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        for (TableData table : readable().tables().values()) {
            List<String> sentences = new ArrayList<>();
            int nodes = table.items().check(sentences);
            if (nodes != table.items().size()) {
                sentences.add("I3 size is not the number of nodes: size=" + table.items().size() + ", nodes=" + nodes);
            }
            checked.add("I1 I2 I3 tree of table " + table.spec().name() + " (" + nodes + " nodes)");
            sentences.forEach(sentence -> violations.add(new Violation(
                    sentence.substring(0, 2), "table " + table.spec().name(), sentence.substring(3))));
        }
        return new Verification(checked, violations);
    }

    @Override
    public Shape describe() {
        ModelState now = readable();
        List<Shape> tables = now.tables().values().stream()
                .map(table -> Shape.leaf("table", table.spec().name(), Map.of("items", table.items().size())))
                .toList();
        return new Shape("engine", name(), Map.of("sequence", now.sequence()), tables);
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (state == State.CLOSED) {
                return;
            }
            if (!open.isEmpty()) {
                throw new IllegalStateException("engine is in use: engine=" + name() + ", open=" + open);
            }
            state = State.CLOSED;
            current = ModelState.EMPTY;
            disk.close();
        } finally {
            writing.unlock();
        }
    }

    /** The state to read. @throws IllegalStateException if called by a predicate, an updater or a listener */
    ModelState readable() {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "a predicate, updater or listener must not call its engine: engine=" + name());
        }
        if (state == State.CLOSED) {
            throw new EngineException.Closed("engine " + name());
        }
        return current;
    }

    /**
     * The commit point: {@code body} judges conditions and makes changes with no other write in between.
     *
     * @param body answers with a code of {@link Outcome} or {@link ModelCommit#outcome}
     */
    long commit(ToLongFunction<ModelCommit> body) {
        return alone(() -> {
            ModelCommit commit = new ModelCommit(current);
            long outcome = body.applyAsLong(commit);
            if (Outcome.committed(outcome)) {
                report(commit);
                current = commit.after();
            }
            return outcome;
        });
    }

    void opened(Object handle) {
        open.add(handle);
    }

    void closed(Object handle) {
        open.remove(handle);
    }

    private void report(ModelCommit commit) {
        try {
            commit.report(listeners);
        } catch (RuntimeException e) {
            state = State.FAILED;
            throw new EngineException.Failed("a commit listener threw: engine=" + name(), e);
        }
    }

    private <T> T alone(Supplier<T> body) {
        readable();
        writing.lock();
        try {
            if (state == State.CLOSED) {
                throw new EngineException.Closed("engine " + name());
            }
            if (state == State.FAILED) {
                throw new EngineException.Failed("engine failed earlier and takes no writes: engine=" + name(), null);
            }
            return body.get();
        } finally {
            writing.unlock();
        }
    }
}
