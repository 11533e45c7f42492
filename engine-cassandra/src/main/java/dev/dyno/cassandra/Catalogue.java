package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tables of a store and its counters, in (see {@link Schema}), read at SERIAL and changed by
 * transactions, so that engines on several machines agree.
 *
 * <p>Threads: any.
 */
final class Catalogue {

    private static final String TABLE = "table";
    private static final String DROPPED = "dropped";
    private static final String COUNTER = "counter";
    private static final String TABLE_IDS = "table ids";
    private static final String SEQUENCES = "sequences";
    /** Owner of what is one for all stores of the keyspace. */
    private static final String ALL_STORES = "*";

    private final CqlSession session;
    private final String name;
    private final String store;

    Catalogue(CqlSession session, String keyspace, String store) {
        this.session = session;
        this.name = keyspace + ".catalogue";
        this.store = store;
    }

    /** The tables, in the order of their ids. */
    List<TableSpec> tables() {
        List<TableSpec> tables = new ArrayList<>();
        for (Row row : execute("SELECT name, number, sorted FROM " + name + " WHERE store = ? AND kind = ?", store,
                TABLE)) {
            tables.add(new TableSpec(row.getString("name"), (int) row.getLong("number"), row.getBoolean("sorted")));
        }
        tables.sort(Comparator.comparingInt(TableSpec::id));
        return tables;
    }

    /** Ids of tables that were dropped and may still have items. */
    List<Integer> dropped() {
        List<Integer> ids = new ArrayList<>();
        for (Row row : execute("SELECT number FROM " + name + " WHERE store = ? AND kind = ?", store, DROPPED)) {
            ids.add((int) row.getLong("number"));
        }
        return ids;
    }

    /** @throws EngineException.TableExists if there is one of this name */
    TableSpec create(TableSpec spec) {
        for (TableSpec table : tables()) {
            if (table.name().equals(spec.name())) {
                throw new EngineException.TableExists(spec.name());
            }
        }
        TableSpec known = spec.withId((int) reserve(ALL_STORES, TABLE_IDS, 1));
        boolean made = applied("INSERT INTO " + name + " (store, kind, name, number, sorted) VALUES (?, ?, ?, ?, ?)"
                + " IF NOT EXISTS", store, TABLE, known.name(), (long) known.id(), known.sorted());
        if (!made) {
            throw new EngineException.TableExists(spec.name());
        }
        return known;
    }

    /** Takes a table out and notes that its items are to go. @return false if somebody else was first */
    boolean drop(TableSpec spec) {
        return applied("BEGIN BATCH DELETE FROM " + name + " WHERE store = ? AND kind = ? AND name = ? IF number = ?;"
                + " INSERT INTO " + name + " (store, kind, name, number) VALUES (?, ?, ?, ?); APPLY BATCH",
                store, TABLE, spec.name(), (long) spec.id(), store, DROPPED, Integer.toString(spec.id()),
                (long) spec.id());
    }

    /** The items of a dropped table are gone. */
    void purged(int id) {
        execute("DELETE FROM " + name + " WHERE store = ? AND kind = ? AND name = ? IF EXISTS", store,
                DROPPED, Integer.toString(id));
    }

    /** Takes {@code count} sequences that nobody had. @return the first of them */
    long reserveSequences(long count) {
        return reserve(store, SEQUENCES, count);
    }

    /** Gives sequences back if nobody took any after them. */
    void giveBackSequences(long next, long reservedUpTo) {
        move(store, SEQUENCES, reservedUpTo, next);
    }

    private long reserve(String owner, String counter, long count) {
        while (true) {
            Row row = execute("SELECT number FROM " + name + " WHERE store = ? AND kind = ? AND name = ?", owner,
                    COUNTER, counter).one();
            long next = row == null ? 1 : row.getLong("number");
            boolean taken = row == null ? applied("INSERT INTO " + name
                    + " (store, kind, name, number) VALUES (?, ?, ?, ?) IF NOT EXISTS", owner, COUNTER, counter,
                    next + count) : move(owner, counter, next, next + count);
            if (taken) {
                return next;
            }
        }
    }

    private boolean move(String owner, String counter, long from, long to) {
        return applied("UPDATE " + name + " SET number = ? WHERE store = ? AND kind = ? AND name = ? IF number = ?",
                to, owner, COUNTER, counter, from);
    }

    private boolean applied(String statement, Object... values) {
        return execute(statement, values).wasApplied();
    }

    private ResultSet execute(String statement, Object... values) {
        try {
            boolean reads = statement.startsWith("SELECT");
            return session.execute(SimpleStatement.newInstance(statement, values)
                    .setConsistencyLevel(reads ? ConsistencyLevel.SERIAL : ConsistencyLevel.QUORUM));
        } catch (DriverException e) {
            throw Failures.io("catalogue failed: table=" + name, e);
        }
    }
}
