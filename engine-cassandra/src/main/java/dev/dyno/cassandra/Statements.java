package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;

/**
 * The statements of a store, prepared once. A write that ends in {@code IF} is a lightweight transaction.
 *
 * <p>{@code s != -1} always holds, also for an absent item: it makes a transaction of a write without a condition, so
 * that it takes its turn among those that have one.
 */
final class Statements {

    final PreparedStatement get;
    /** Of a range that is open above, and of one that is not; each ascending and descending. */
    private final PreparedStatement[] ranges = new PreparedStatement[4];
    final PreparedStatement scan;
    final PreparedStatement partitions;
    final PreparedStatement purge;

    final PreparedStatement put;
    final PreparedStatement putIfPresent;
    final PreparedStatement putIfSequence;
    final PreparedStatement putIfValue;
    final PreparedStatement putPlain;
    final PreparedStatement deleteIfPresent;
    final PreparedStatement deleteIfSequence;
    final PreparedStatement deleteIfValue;
    final PreparedStatement deletePlain;
    final PreparedStatement touchIfSequence;

    Statements(CqlSession session, String keyspace) {
        String items = keyspace + ".items";
        String key = " WHERE pk = ? AND t = ? AND sk = ?";
        String update = "UPDATE " + items + " SET v = ?, s = ?" + key;
        String delete = "DELETE FROM " + items + key;
        get = session.prepare("SELECT s, v FROM " + items + key);
        String range = "SELECT sk, s, v FROM " + items + " WHERE pk = ? AND t = ? AND sk >= ?";
        for (int i = 0; i < ranges.length; i++) {
            String order = (i & 1) == 0 ? "ASC" : "DESC";
            ranges[i] = session.prepare(range + (i < 2 ? "" : " AND sk <= ?")
                    + " ORDER BY t " + order + ", sk " + order);
        }
        scan = session.prepare("SELECT pk, sk, s, v FROM " + items
                + " WHERE token(pk) >= ? AND token(pk) <= ? AND t = ? ALLOW FILTERING");
        partitions = session.prepare("SELECT DISTINCT pk FROM " + items);
        purge = session.prepare("DELETE FROM " + items + " WHERE pk = ? AND t = ?");
        put = session.prepare(update + " IF s != -1");
        putIfPresent = session.prepare(update + " IF EXISTS");
        putIfSequence = session.prepare(update + " IF s = ?");
        putIfValue = session.prepare(update + " IF v = ?");
        putPlain = session.prepare("INSERT INTO " + items + " (v, s, pk, t, sk) VALUES (?, ?, ?, ?, ?)");
        deleteIfPresent = session.prepare(delete + " IF EXISTS");
        deleteIfSequence = session.prepare(delete + " IF s = ?");
        deleteIfValue = session.prepare(delete + " IF v = ?");
        deletePlain = session.prepare(delete);
        touchIfSequence = session.prepare("UPDATE " + items + " SET s = ?" + key + " IF s = ?");
    }

    /** Binds partition key, table, first sort key and, if {@code bounded}, the last one. */
    PreparedStatement range(boolean bounded, boolean reverse) {
        return ranges[(bounded ? 2 : 0) + (reverse ? 1 : 0)];
    }
}
