package dev.dyno.cache.cluster;

import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.cache.store.StoreSize;
import java.util.Objects;

/**
 * How a cluster is set up.
 *
 * @param nodes one primary and up to ten replicas
 * @param copyDelayMillis how long a copy is under way from the primary to a replica
 * @param itemLifeMillis how long an item is answered from memory; it begins at the primary
 * @param nodeBytes memory of each node's cache
 * @param entryBytes what an entry is expected to take
 */
public record ClusterOptions(int nodes, long copyDelayMillis, long itemLifeMillis, long nodeBytes, int entryBytes,
        PolicyKind policy) {

    private static final int NODES_MAX = 11;

    /** Three nodes, copies under way for 500 ms, five minutes, 16 MiB each, LRU. */
    public static final ClusterOptions STANDARD = new ClusterOptions(3, 500, 300_000, 16 << 20, 192, PolicyKind.LRU);

    public ClusterOptions {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw new IllegalArgumentException("nodes out of range: nodes=" + nodes + ", allowed=1 to " + NODES_MAX);
        }
        if (copyDelayMillis < 0 || itemLifeMillis < 0) {
            throw new IllegalArgumentException("a time cannot be negative: copyDelayMillis=" + copyDelayMillis
                    + ", itemLifeMillis=" + itemLifeMillis + ", limit=0");
        }
        StoreSize.of(nodeBytes, entryBytes, Objects.requireNonNull(policy, "policy"));
    }

    public ClusterOptions withNodes(int other) {
        return new ClusterOptions(other, copyDelayMillis, itemLifeMillis, nodeBytes, entryBytes, policy);
    }

    public ClusterOptions withCopyDelay(long millis) {
        return new ClusterOptions(nodes, millis, itemLifeMillis, nodeBytes, entryBytes, policy);
    }

    public ClusterOptions withItemLife(long millis) {
        return new ClusterOptions(nodes, copyDelayMillis, millis, nodeBytes, entryBytes, policy);
    }
}
