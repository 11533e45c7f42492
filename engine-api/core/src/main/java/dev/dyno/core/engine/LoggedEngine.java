package dev.dyno.core.engine;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.Limits;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.run.Events;
import dev.dyno.core.commit.Applier;
import dev.dyno.core.commit.Catalogue;
import dev.dyno.core.commit.Command;
import dev.dyno.core.commit.Committer;
import dev.dyno.core.commit.Index;
import dev.dyno.core.commit.Replay;
import dev.dyno.core.log.Log;
import dev.dyno.core.log.LogOptions;
import dev.dyno.core.stats.Counters;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The part of an {@link Engine} that every engine on the log shares: the lock on the disk, the log and its replay, the
 * commit step, the tables, sessions, states, and the order in which all that opens and closes. An engine extends it,
 * calls {@link #start} with its {@link Index} before it is handed out, and adds sessions, reads and what is its own.
 *
 * <p>Threads: as {@link Engine}. What looks at more than the commit step keeps apart goes through {@link #whileOpen},
 * which {@link #close} waits for. Sessions need not: close refuses while there are any. Background work must not: close
 * waits for it with the lock held; so {@link #sync}, which it calls, is refused by the commit step instead.
 */
public abstract class LoggedEngine implements Engine {

    private final String name;
    private final Set<Capability> capabilities;
    private final Limits limits;
    private final EngineConfig config;
    private final Catalogue catalogue = new Catalogue();
    private final Snapshots snapshots = new Snapshots();
    private final Set<AbstractSession> sessions = ConcurrentHashMap.newKeySet();
    /** Lock order: it, this, and then the commit step's. */
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private Disk.Lock diskLock;
    private Log log;
    private Applier applier;
    private Counters counters;
    private Committer committer;
    private volatile boolean closed;

    protected LoggedEngine(String name, Set<Capability> capabilities, Limits limits, EngineConfig config) {
        this.name = name;
        this.capabilities = capabilities;
        this.limits = limits;
        this.config = config;
        require(config.durability());
        if (!config.listeners().isEmpty()) {
            require(Capability.COMMIT_LISTENER);
        }
    }

    /**
     * Takes the disk and replays the log into {@code index}. When it returns, writes are accepted.
     *
     * @param from the index already has the commits up to this sequence (from a checkpoint); 0 replays all
     */
    protected final void start(LogOptions options, Index index, long from) {
        start(options, index, () -> from);
    }

    /**
     * Takes the disk, loads what a checkpoint kept, and replays the log into {@code index}.
     *
     * @param checkpoint loads index and {@link #catalogue}, and answers up to which sequence they have the commits; it
     *     is called with the disk taken
     */
    protected final void start(LogOptions options, Index index, LongSupplier checkpoint) {
        diskLock = config.disk().lock();
        try {
            long begun = config.clock().nanoTime();
            long from = checkpoint.getAsLong();
            applier = new Applier(index, catalogue, config.listeners());
            try (Replay replay = applier.replay(config.memory())) {
                log = Log.open(config.disk(), config.memory(), config.work(), config.clock(), config.events(),
                        options.withFill(config.durability() == Durability.SYNC ? LogOptions.Fill.ZEROS
                                : LogOptions.Fill.RESERVED), from, replay);
                replay.end();
            }
            applier.onRecovered(log.lastSequence()); // a listener may refuse its files: nothing must be changed then
            counters = new Counters(config.disk(), config.memory(), name, counted());
            committer = new Committer(log, applier, limits, config.durability(), counters, config.memory());
            config.events().emit(Events.Kind.RECOVERY, begun, config.clock().nanoTime() - begun,
                    log.lastSequence() - from);
        } catch (RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
    }

    /** Whatever else fails, the disk is free again for the next open. */
    private void abandon(Throwable cause) {
        try {
            if (committer != null) {
                committer.close();
            }
            if (counters != null) {
                counters.close();
            }
            if (log != null) {
                log.close();
            }
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        } finally {
            diskLock.close();
        }
    }

    /** The counters kept in the counters file: those of the commit step, and what the engine adds. */
    protected Set<EngineStats.Counter> counted() {
        return Committer.COUNTED;
    }

    /** Makes the engine's session for the calling thread. */
    protected abstract AbstractSession newSession();

    /**
     * Before each write, with nothing held: an engine whose background work is behind makes the writer wait here, for a
     * bounded time, because in the commit step all would wait, and the background work with them.
     */
    protected void admit() {
    }

    /** On close, once, while commits still work: time to make the next open faster. */
    protected void beforeClose() {
    }

    /** Releases the engine's memory and files; the log is durable and still mapped. Called once, on close. */
    protected abstract void release();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public final Limits limits() {
        return limits;
    }

    @Override
    public final TableSpec createTable(TableSpec spec) {
        checkOpen();
        return spec.withId(committer.createTable(spec));
    }

    @Override
    public final boolean dropTable(String table) {
        checkOpen();
        committer.refuseReentry();
        return catalogue.contains(table) && committer.dropTable(catalogue.named(table));
    }

    @Override
    public final List<TableSpec> tables() {
        checkOpen();
        return catalogue.tables();
    }

    @Override
    public final Session openSession() {
        return whileOpen(() -> {
            synchronized (this) { // one at a time
                AbstractSession session = newSession();
                sessions.add(session);
                return session;
            }
        });
    }

    /**
     * Runs a call of the engine's user, from any thread: before a {@link #close}, which waits for it, or not at all.
     *
     * @throws EngineException.Closed if the engine is closed
     * @throws IllegalStateException from inside a commit: a close would wait for that, and the call for the close
     */
    protected final <T> T whileOpen(Supplier<T> call) {
        checkOpen();
        committer.refuseReentry();
        life.readLock().lock();
        try {
            checkOpen();
            return call.get();
        } finally {
            life.readLock().unlock();
        }
    }

    final void closed(AbstractSession session) {
        sessions.remove(session);
    }

    @Override
    public final long committedSequence() {
        checkOpen();
        return committer.committedSequence();
    }

    @Override
    public final long durableSequence() {
        checkOpen();
        return committer.durableSequence();
    }

    @Override
    public final void sync() {
        checkOpen();
        committer.sync(new Command());
    }

    @Override
    public final State state() {
        if (closed) {
            return State.CLOSED;
        }
        return log.hasFailed() ? State.FAILED : committer.isFull() ? State.READ_ONLY : State.OPEN;
    }

    /** The counters that the log and the commit step keep; an engine adds its own. */
    @Override
    public EngineStats stats() {
        return whileOpen(() -> counters.stats().with(EngineStats.Counter.SNAPSHOTS, snapshots.count()));
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        committer.refuseReentry();
        if (life.getReadHoldCount() > 0) {
            throw new IllegalStateException("the engine was closed from inside a call of it, which close waits for:"
                    + " thread=" + Thread.currentThread().getName());
        }
        life.writeLock().lock();
        try {
            closeAlone();
        } finally {
            life.writeLock().unlock();
        }
    }

    private void closeAlone() {
        if (closed) {
            return;
        }
        if (!sessions.isEmpty() || snapshots.count() > 0) {
            throw new IllegalStateException("engine has open sessions or snapshots: sessions=" + sessions
                    + ", snapshots=" + snapshots.count());
        }
        try {
            beforeClose();
        } finally {
            closed = true;
            try {
                committer.close();
                release();
            } finally {
                closeLog();
            }
        }
    }

    private void closeLog() {
        try {
            counters.close();
        } finally {
            try {
                log.close();
            } finally {
                diskLock.close();
            }
        }
    }

    /** @throws EngineException.Unsupported if the engine denies it */
    public final void require(Capability capability) {
        if (!capabilities.contains(capability)) {
            throw new EngineException.Unsupported(name, capability);
        }
    }

    final void require(Durability durability) {
        switch (durability) {
            case ENGINE, MEMORY -> { }
            case PROCESS -> require(Capability.DURABLE_PROCESS);
            case SYNC -> require(Capability.DURABLE_SYNC);
        }
    }

    final void require(WriteOptions options) {
        switch (options.condition()) {
            case ALWAYS -> { }
            case ABSENT, PRESENT -> require(Capability.CONDITION_PRESENCE);
            case SEQUENCE -> require(Capability.CONDITION_SEQUENCE);
            case VALUE -> require(Capability.CONDITION_VALUE);
            case PREDICATE -> require(Capability.CONDITION_PREDICATE);
        }
        if (options.wantsOld()) {
            require(Capability.RETURN_OLD);
        }
        require(options.durability());
    }

    protected final void checkOpen() {
        if (closed) {
            throw new EngineException.Closed("engine");
        }
    }

    protected final EngineConfig config() {
        return config;
    }

    protected final Log log() {
        return log;
    }

    protected final Counters counters() {
        return counters;
    }

    protected final Catalogue catalogue() {
        return catalogue;
    }

    protected final Committer committer() {
        return committer;
    }

    /** Open snapshots; a session opens one with {@code snapshots().open(engine::committedSequence)}. */
    protected final Snapshots snapshots() {
        return snapshots;
    }

    /**
     * For checkpoints: R6, every listener is durable up to here before the log may forget. Not once the log has failed:
     * what a failed sync of the folder dropped, a later one does not bring back, and listeners' files are in it too.
     */
    protected final void syncListeners(long sequence) {
        log().checkUsable();
        applier.syncListeners(sequence);
    }
}
