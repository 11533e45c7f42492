package dev.dyno.cache.cluster;

import dev.dyno.api.Durability;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;

/** A client of a cluster. Threads: as every session. */
final class ClusterSession extends ForwardingSession {

    private final Cluster cluster;
    private final int client;
    private final WriteBatch.Operation operation = new WriteBatch.Operation();

    ClusterSession(Cluster cluster, Session inner, int client) {
        super(inner);
        this.cluster = cluster;
        this.client = client;
    }

    @Override
    public Table table(String name) {
        return new ClusterTable(cluster, inner().table(name), client);
    }

    /** As DAX's transactions: written through, and forgotten by the primary, which reads them anew when asked. */
    @Override
    public long commit(WriteBatch batch, Durability durability) {
        synchronized (cluster) {
            boolean known = false;
            try {
                long outcome = inner().commit(batch, durability);
                known = !Outcome.committed(outcome) && outcome != Outcome.UNKNOWN;
                return outcome;
            } finally {
                for (int i = 0; i < batch.size() && !known; i++) {
                    batch.get(i, operation);
                    cluster.forget(operation.table().id(), operation.key());
                }
            }
        }
    }
}
