package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.Limits;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.WriteOptions;
import dev.dyno.cassandra.CassandraOptions.Reads;
import dev.dyno.cassandra.CassandraOptions.Writes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store on a Cassandra cluster. An acknowledged write is on a quorum of its replicas, which is what every
 * {@link dev.dyno.api.Durability} means here; whether each of them synced its log first is the servers' setting
 * ({@code commitlog_sync}), shown by {@link #describe}.
 */
final class CassandraEngine implements Engine {

    private final Home home;
    private final String keyspace;
    private final CqlSession connection;
    private final Set<Capability> capabilities;
    private final boolean plain;
    private final boolean eventual;
    private final int pageItems;
    private final Limits limits;
    private final Catalogue catalogue;
    private final Tables tables;
    private final Sequences sequences;
    private final Rows rows;
    private final Counts counts = new Counts();
    private final Turns turns = new Turns();
    private final DroppedItems droppedItems;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    /** Threads that run a caller's condition, update or sink. */
    private final Set<Thread> inCallback = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private CassandraEngine(EngineConfig config, Home home, CqlSession connection) {
        this.home = home;
        this.connection = connection;
        this.plain = CassandraOptions.WRITES.in(config) == Writes.PLAIN;
        this.eventual = CassandraOptions.READS.in(config) == Reads.EVENTUAL;
        this.pageItems = CassandraOptions.PAGE_ITEMS.in(config);
        this.limits = ServerLimits.of(connection);
        this.capabilities = capabilities(plain);
        this.keyspace = CassandraOptions.KEYSPACE.in(config);
        this.catalogue = new Catalogue(connection, keyspace, home.store());
        this.tables = new Tables(catalogue);
        this.sequences = new Sequences(catalogue, CassandraOptions.SEQUENCE_BLOCK.in(config));
        ConsistencyLevel strong = plain ? ConsistencyLevel.QUORUM : ConsistencyLevel.SERIAL;
        this.rows = new Rows(connection, new Statements(connection, keyspace),
                CassandraOptions.ATTEMPTS.in(config), eventual ? ConsistencyLevel.ONE : strong, strong);
        this.droppedItems = new DroppedItems(catalogue, rows, config.work());
    }

    static CassandraEngine open(EngineConfig config, Home home) {
        CqlSession connection = Connection.open(config);
        boolean done = false;
        try {
            Schema.prepare(connection, home.store(), config);
            CassandraEngine engine = new CassandraEngine(config, home, connection);
            engine.droppedItems.purgeAll();
            done = true;
            return engine;
        } catch (DriverException e) {
            throw Failures.io("open failed: keyspace=" + CassandraOptions.KEYSPACE.in(config), e);
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    private static Set<Capability> capabilities(boolean plain) {
        EnumSet<Capability> set = EnumSet.copyOf(new CassandraEngineProvider().capabilities());
        if (plain) {
            set.removeAll(EnumSet.of(Capability.CONDITION_PRESENCE, Capability.CONDITION_SEQUENCE,
                    Capability.CONDITION_VALUE, Capability.CONDITION_PREDICATE, Capability.UPDATE,
                    Capability.RETURN_OLD));
        }
        return set;
    }

    @Override
    public String name() {
        return CassandraEngineProvider.NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.copyOf(capabilities);
    }

    @Override
    public Limits limits() {
        return limits;
    }

    void require(Capability capability) {
        if (!capabilities.contains(capability)) {
            throw new EngineException.Unsupported(name(), capability);
        }
    }

    void require(WriteOptions options) {
        switch (options.condition()) {
            case ALWAYS -> { }
            case ABSENT, PRESENT -> require(Capability.CONDITION_PRESENCE);
            case SEQUENCE -> require(Capability.CONDITION_SEQUENCE);
            case VALUE -> require(Capability.CONDITION_VALUE);
            case PREDICATE -> require(Capability.CONDITION_PREDICATE);
        }
    }

    /** For a check in a batch, which is nothing but a condition. */
    void requireConditions() {
        require(Capability.CONDITION_PRESENCE);
    }

    @Override
    public TableSpec createTable(TableSpec spec) {
        checkOpen();
        return tables.create(spec);
    }

    @Override
    public boolean dropTable(String name) {
        checkOpen();
        TableSpec dropped = tables.drop(name);
        if (dropped == null) {
            return false;
        }
        droppedItems.purge(dropped.id());
        return true;
    }

    @Override
    public List<TableSpec> tables() {
        checkOpen();
        return tables.list();
    }

    @Override
    public Session openSession() {
        checkOpen();
        CassandraSession session = new CassandraSession(this, opened.incrementAndGet());
        sessions.add(session);
        return session;
    }

    void released(Session session) {
        sessions.remove(session);
    }

    void inCallback(boolean inside) {
        if (inside) {
            inCallback.add(Thread.currentThread());
        } else {
            inCallback.remove(Thread.currentThread());
        }
    }

    void checkNotInCallback() {
        if (inCallback.contains(Thread.currentThread())) {
            throw new IllegalStateException("an engine must not be called inside a condition or update: engine="
                    + name());
        }
    }

    Tables tablesKnown() {
        checkOpen();
        return tables;
    }

    Sequences sequences() {
        return sequences;
    }

    Rows rows() {
        return rows;
    }

    Turns turns() {
        return turns;
    }

    Counts counts() {
        return counts;
    }

    int pageItems() {
        return pageItems;
    }

    boolean writesPlainly() {
        return plain;
    }

    boolean readsEventually() {
        return eventual;
    }

    @Override
    public long committedSequence() {
        checkOpen();
        return sequences.committed();
    }

    @Override
    public long durableSequence() {
        return committedSequence();
    }

    /** Nothing to do: what is acknowledged is durable. */
    @Override
    public void sync() {
        checkOpen();
    }

    /** Nothing to do: the servers keep their own logs short. */
    @Override
    public void checkpoint() {
        checkOpen();
    }

    @Override
    public EngineStats stats() {
        checkOpen();
        return counts.stats();
    }

    @Override
    public Verification verify() {
        checkOpen();
        return new StoreCheck(rows, tables.list(), limits, pageItems).run();
    }

    @Override
    public Shape describe() {
        checkOpen();
        return StoreShape.of(connection, keyspace, home, tables.list(), plain, eventual);
    }

    @Override
    public State state() {
        return closed ? State.CLOSED : State.OPEN;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (!sessions.isEmpty()) {
            throw new IllegalStateException("engine is in use: engine=" + name() + ", sessions=" + sessions);
        }
        droppedItems.stop();
        closed = true;
        try (home; connection) {
            sequences.close();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new EngineException.Closed("engine " + name());
        }
    }
}
