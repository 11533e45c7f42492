package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import dev.dyno.api.Shape;
import dev.dyno.api.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A store as a picture: the nodes that the driver knows, and the tables. */
final class StoreShape {

    private StoreShape() {
    }

    static Shape of(CqlSession session, String keyspace, Home home, List<TableSpec> tables, boolean plain,
            boolean eventual) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("keyspace", keyspace);
        facts.put("store", home.store());
        facts.put("replication", one(session, SimpleStatement.newInstance(
                "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace),
                "replication"));
        facts.put("writes", plain ? "plain, at a quorum" : "lightweight transactions, committed at a quorum");
        facts.put("reads", eventual ? "of one replica" : plain ? "of a quorum" : "serial");
        facts.put("commitlogSync", one(session, SimpleStatement.newInstance(
                "SELECT value FROM system_views.settings WHERE name = 'commitlog_sync'"), "value"));
        List<Shape> children = new ArrayList<>();
        for (Node node : session.getMetadata().getNodes().values()) {
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("state", node.getState());
            about.put("dataCenter", String.valueOf(node.getDatacenter()));
            about.put("rack", String.valueOf(node.getRack()));
            about.put("version", String.valueOf(node.getCassandraVersion()));
            children.add(Shape.leaf("node", node.getEndPoint().toString(), about));
        }
        for (TableSpec table : tables) {
            children.add(Shape.leaf("table", table.name(), Map.of("id", table.id(), "sorted", table.sorted())));
        }
        return new Shape("engine", CassandraEngineProvider.NAME, facts, children);
    }

    /** One value of one row, as text; what other servers do not have is said, not thrown. */
    private static String one(CqlSession session, SimpleStatement statement, String column) {
        try {
            Row row = session.execute(statement).one();
            return row == null ? "not stated" : String.valueOf(row.getObject(column));
        } catch (DriverException e) {
            return "not stated";
        }
    }
}
