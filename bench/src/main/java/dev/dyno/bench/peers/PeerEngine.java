package dev.dyno.bench.peers;

import dev.dyno.api.Bytes;
import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Limits;
import dev.dyno.api.Names;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What is the same for every peer: the tables by name, who has it open, the sequence, and what is refused.
 *
 * <p>Sequences count commits in memory; peers do not store them with the items, which would be their cost for our
 * currency. So {@link Capability#CONDITION_SEQUENCE} is denied and every {@code ItemView.sequence()} is 0.
 *
 * <p>Lifetimes: a session or a snapshot keeps the engine open (close refuses), an engine-wide call holds the lifecycle
 * lock for reading, and close takes it for writing. So nothing native is used after it was released.
 *
 * @param <S> the peer's table
 */
public abstract class PeerEngine<S extends PeerStore> implements Engine {

    private final String name;
    private final EnumSet<Capability> capabilities;
    private final Limits limits;
    private final Durability durability;
    private final PeerHome home;
    private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();
    private final Map<String, S> stores = new ConcurrentHashMap<>();
    private final Set<PeerSession<S>> sessions = ConcurrentHashMap.newKeySet();
    private final Set<PeerSnapshot> snapshots = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sessionsOpened = new AtomicInteger();
    private final AtomicLong committed;
    private final AtomicLong durable;
    private volatile boolean closed;

    /** @param denied what this opened engine cannot do besides what its provider denies */
    protected PeerEngine(EngineProvider provider, EngineConfig config, PeerHome home, Limits limits,
            Set<Capability> denied) {
        this.name = provider.name();
        this.capabilities = EnumSet.copyOf(provider.capabilities());
        this.capabilities.removeAll(denied);
        this.limits = limits;
        this.durability = config.durability();
        this.home = home;
        this.committed = new AtomicLong(home.firstSequence());
        this.durable = new AtomicLong(home.firstSequence());
    }

    /** Called once by the subclass, before the engine is given out. */
    protected final void adopt(S store) {
        stores.put(store.spec().name(), store);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Set<Capability> capabilities() {
        return EnumSet.copyOf(capabilities);
    }

    @Override
    public final Limits limits() {
        return limits;
    }

    /** @throws EngineException.Unsupported if it is denied */
    public final void require(Capability capability) {
        if (!capabilities.contains(capability)) {
            throw new EngineException.Unsupported(name, capability);
        }
    }

    /** The level of a write. @throws EngineException.Unsupported for one that is denied */
    public final Durability level(Durability wanted) {
        Durability level = wanted.or(durability);
        if (level == Durability.SYNC) {
            require(Capability.DURABLE_SYNC);
        } else if (level == Durability.PROCESS) {
            require(Capability.DURABLE_PROCESS);
        }
        return level;
    }

    @Override
    public final TableSpec createTable(TableSpec spec) {
        try (Held _ = exclusive()) {
            if (stores.containsKey(spec.name())) {
                throw new EngineException.TableExists(spec.name());
            }
            TableSpec known = home.identify(spec);
            S store = create(known);
            home.add(known);
            stores.put(known.name(), store);
            return known;
        }
    }

    @Override
    public final boolean dropTable(String table) {
        try (Held _ = exclusive()) {
            S store = stores.remove(table);
            if (store == null) {
                return false;
            }
            store.drop();
            home.remove(table);
            drop(store);
            return true;
        }
    }

    @Override
    public final List<TableSpec> tables() {
        try (Held _ = shared()) {
            return stores.values().stream().map(PeerStore::spec)
                    .sorted(Comparator.comparingInt(TableSpec::id)).toList();
        }
    }

    /** The tables there are. */
    protected final Iterable<S> stores() {
        return stores.values();
    }

    final S store(String table) {
        S store = stores.get(table);
        if (store == null) {
            throw new EngineException.NoSuchTable(table, Names.suggest(table, stores.keySet()));
        }
        return store;
    }

    @Override
    public final Session openSession() {
        try (Held _ = shared()) {
            PeerSession<S> session = newSession(sessionsOpened.incrementAndGet());
            sessions.add(session);
            return session;
        }
    }

    final PeerSnapshot openSnapshot() {
        try (Held _ = shared()) { // no table is made meanwhile
            PeerSnapshot snapshot = newSnapshot();
            snapshots.add(snapshot);
            return snapshot;
        }
    }

    final void released(PeerSession<?> session) {
        sessions.remove(session);
    }

    final void released(PeerSnapshot snapshot) {
        snapshots.remove(snapshot);
    }

    @Override
    public final long committedSequence() {
        checkOpen();
        return committed.get();
    }

    @Override
    public final long durableSequence() {
        checkOpen();
        return durable.get();
    }

    /** A commit is visible. @return its sequence */
    public final long publish() {
        return committed.incrementAndGet();
    }

    /** The commits there are: the same as {@link #committedSequence} for whoever keeps the engine open. */
    public final long published() {
        return committed.get();
    }

    /** Every commit up to this one is on stable storage. */
    public final void markDurable(long sequence) {
        durable.accumulateAndGet(sequence, Math::max);
    }

    @Override
    public final void sync() {
        try (Held _ = shared()) {
            require(Capability.DURABLE_SYNC);
            syncNow();
        }
    }

    private void syncNow() {
        long target = committed.get();
        syncStorage();
        markDurable(target);
    }

    @Override
    public final void checkpoint() {
        try (Held _ = shared()) {
            checkpointStorage();
        }
    }

    @Override
    public final EngineStats stats() {
        try (Held _ = shared()) {
            EngineStats stats = EngineStats.empty()
                    .with(Counter.COMMITS, committed.get() - home.firstSequence())
                    .with(Counter.SNAPSHOTS, snapshots.size());
            return addStats(stats);
        }
    }

    @Override
    public final Verification verify() {
        checkOpen();
        List<String> checked = new ArrayList<>();
        List<Verification.Violation> violations = new ArrayList<>();
        verifyStorage(checked, violations);
        if (capabilities.contains(Capability.SCAN)) {
            try (Session session = openSession()) {
                for (TableSpec table : tables()) {
                    verifyKeys(session, table, checked, violations);
                }
            }
        }
        return new Verification(checked, violations);
    }

    private void verifyKeys(
            Session session, TableSpec table, List<String> checked, List<Verification.Violation> violations) {
        long items = 0;
        try (Cursor cursor = session.table(table.name()).scan(0, 1)) {
            while (cursor.next()) {
                items++;
                try {
                    limits.check(cursor.key());
                    table.check(cursor.key());
                    limits.checkValue(cursor.item().length());
                    Bytes.hash(cursor.item().value(), 0, cursor.item().length());
                } catch (IllegalArgumentException e) {
                    violations.add(new Verification.Violation("P1", table.name() + " item " + items, e.getMessage()));
                }
            }
        }
        checked.add("P1 keys and values are within the limits and readable (" + table.name() + ", " + items
                + " items)");
    }

    @Override
    public final Shape describe() {
        try (Held _ = shared()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("durability", durability);
            settings(facts);
            List<Shape> children = new ArrayList<>();
            for (S store : stores.values()) {
                children.add(Shape.leaf("table", store.spec().name(), facts(store)));
            }
            return new Shape("engine", name, facts, children);
        }
    }

    @Override
    public final State state() {
        return closed ? State.CLOSED : State.OPEN;
    }

    @Override
    public final void close() {
        Lock lock = lifecycle.writeLock();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (!sessions.isEmpty() || !snapshots.isEmpty()) {
                throw new IllegalStateException("engine is in use: engine=" + name + ", sessions=" + sessions
                        + ", snapshots=" + snapshots);
            }
            closed = true;
            try {
                syncStorage();
            } finally {
                closeStorage();
                home.close(committed.get());
            }
        } finally {
            lock.unlock();
        }
    }

    protected final PeerHome home() {
        return home;
    }

    private void checkOpen() {
        if (closed) {
            throw new EngineException.Closed("engine " + name);
        }
    }

    private Held shared() {
        return hold(lifecycle.readLock());
    }

    private Held exclusive() {
        return hold(lifecycle.writeLock());
    }

    private Held hold(Lock lock) {
        lock.lock();
        if (closed) {
            lock.unlock();
            throw new EngineException.Closed("engine " + name);
        }
        return lock::unlock;
    }

    /** The lifecycle lock, held. */
    private interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Makes a table, durably. */
    protected abstract S create(TableSpec spec);

    /** Empties a table that the catalogue no longer names; sessions may still be reading it. */
    protected abstract void drop(S store);

    protected abstract PeerSession<S> newSession(int number);

    /** Called only with {@link Capability#SNAPSHOT}. */
    protected PeerSnapshot newSnapshot() {
        throw new EngineException.Unsupported(name, Capability.SNAPSHOT);
    }

    /** When it returns, all commits so far are in files and those are synced, as well as the peer can. */
    protected abstract void syncStorage();

    protected void checkpointStorage() {
        syncStorage();
    }

    /** Releases everything native. */
    protected abstract void closeStorage();

    /** Adds the settings that decide what is measured, in the peer's own words. */
    protected abstract void settings(Map<String, Object> facts);

    /** Facts of one table. */
    protected Map<String, Object> facts(S store) {
        return Map.of("id", store.spec().id());
    }

    /** Adds what the peer counts. */
    protected EngineStats addStats(EngineStats stats) {
        return stats.with(Counter.FILE_BYTES, home.fileBytes());
    }

    /** Adds the peer's own check of its files, if it has one. */
    protected void verifyStorage(List<String> checked, List<Verification.Violation> violations) {
    }
}
