package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.cassandra.CassandraOptions.Writes;

/**
 * A keyspace of stores, version 1.
 *
 * <pre>
 * items      pk blob, t int, sk blob   the key: partition; inside it, by table and sort key, in unsigned byte order
 *            s bigint                  sequence of the commit that wrote the item
 *            v blob                    its value; never null
 * catalogue  store text                one partition each, so that its changes are conditional batches
 *            kind text, name text      'table' of that name; 'dropped' table by id; 'counter'; 'layout'
 *            number bigint             table: id, unique in the keyspace; counter: the next to give; layout: version
 *            sorted boolean            table: whether it has sort keys
 *            words text                layout: how the store is written
 * </pre>
 *
 * <p>All tables share one: items of one partition key lie together whatever their table, so a batch over tables is one
 * mutation of one partition, which is all that Cassandra does atomically. It is what a local index, an outbox or a
 * checkpoint beside its effect needs.
 */
final class Schema {

    static final long VERSION = 1;
    private static final String LAYOUT = "layout";

    private static final int REPLICAS = 3;
    private static final int TABLES = 2;

    private Schema() {
    }

    /**
     * Makes what is missing.
     *
     * @throws EngineException.Incompatible for a store of another version or written another way
     */
    static void prepare(CqlSession session, String store, EngineConfig config) {
        String keyspace = CassandraOptions.KEYSPACE.in(config);
        Row exists = session.execute(SimpleStatement.newInstance(
                "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace)).one();
        if (exists == null) {
            int asked = CassandraOptions.REPLICATION.in(config);
            int replicas = asked > 0 ? asked : Math.min(REPLICAS, session.getMetadata().getNodes().size());
            Connection.make(session, "CREATE KEYSPACE IF NOT EXISTS " + keyspace
                    + " WITH replication = {'class': 'NetworkTopologyStrategy', '"
                    + CassandraOptions.DATA_CENTER.in(config).replace("'", "''") + "': " + replicas + "}");
        }
        if (tables(session, keyspace) < TABLES) { // a statement that makes nothing still makes every node look
            Connection.make(session, "CREATE TABLE IF NOT EXISTS " + keyspace + ".catalogue (store text, kind text, "
                    + "name text, number bigint, sorted boolean, words text, PRIMARY KEY (store, kind, name))");
            Connection.make(session, "CREATE TABLE IF NOT EXISTS " + keyspace + ".items (pk blob, t int, sk blob, "
                    + "s bigint, v blob, PRIMARY KEY (pk, t, sk))");
        }
        // Also where somebody else made them a moment ago: the next node that is asked may not know them yet.
        if (!session.checkSchemaAgreement()) {
            throw new EngineException.Io("nodes do not agree about their schema: keyspace=" + keyspace
                    + ", waitedMillis=" + CassandraOptions.REQUEST_MILLIS.in(config), null);
        }
        checkLayout(session, keyspace, store, CassandraOptions.WRITES.in(config));
    }

    private static long tables(CqlSession session, String keyspace) {
        return session.execute(SimpleStatement.newInstance(
                "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace)).all().size();
    }

    private static void checkLayout(CqlSession session, String keyspace, String store, Writes writes) {
        try {
            Row found = session.execute(SimpleStatement.newInstance("INSERT INTO " + keyspace
                    + ".catalogue (store, kind, name, number, words) VALUES (?, ?, ?, ?, ?) IF NOT EXISTS",
                    store, LAYOUT, "", VERSION, writes.name())).one();
            if (found == null || found.getBoolean("[applied]")) {
                return;
            }
            if (found.getLong("number") != VERSION) {
                throw new EngineException.Incompatible("store of another version: keyspace=" + keyspace + ", store="
                        + store + ", found="
                        + found.getLong("number") + ", expected=" + VERSION);
            }
            if (!writes.name().equals(found.getString("words"))) {
                throw new EngineException.Incompatible("store is written another way, fixed when it was made: store="
                        + store + ", option=" + CassandraOptions.WRITES.name() + ", found="
                        + found.getString("words") + ", asked=" + writes);
            }
        } catch (DriverException e) {
            throw Failures.io("open failed: keyspace=" + keyspace, e);
        }
    }
}
