package dev.dyno.cache.cluster;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.cache.store.Ticks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A cluster of caches over one engine, simulated in one process: what several clients see of DAX.
 *
 * <p>Writes go to the engine and then to the primary's cache; a miss of any node is read from the engine and kept by
 * the primary. What the primary learned reaches the replicas after the copy delay, in order. So two clients may read
 * different values, one may read an older value after a newer one, and who writes may not read his own write from a
 * replica. The item cache is simulated; queries, scans, snapshots and strong reads are the engine's.
 *
 * <p>Copies arrive when the clock says so, seen by the next call: no thread runs, the same calls give the same answers.
 *
 * <p>Threads: any; every call holds the cluster's monitor, so it shows behaviour and not speed.
 */
public final class Cluster extends ForwardingEngine {

    private static final DirectBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final ClusterOptions options;
    private final NodeChooser chooser;
    private final Ticks ticks;
    private final List<Node> nodes = new ArrayList<>();
    private final Copies copies = new Copies();
    private int primary;
    private int clients;

    private Cluster(Engine inner, EngineConfig config, ClusterOptions options, NodeChooser chooser) {
        super(inner);
        this.options = options;
        this.chooser = chooser;
        this.ticks = new Ticks(config.clock());
        for (int i = 0; i < options.nodes(); i++) {
            nodes.add(new Node(config.memory(), options));
        }
    }

    /**
     * @param inner open; closed with the cluster
     * @param config for its clock and memory
     */
    public static Cluster over(Engine inner, EngineConfig config, ClusterOptions options, NodeChooser chooser) {
        return new Cluster(inner, config, options, chooser);
    }

    @Override
    public String name() {
        return "cluster(" + inner().name() + ")";
    }

    @Override
    public synchronized Session openSession() {
        return new ClusterSession(this, inner().openSession(), clients++);
    }

    /** Number of the node that learns first. */
    public synchronized int primary() {
        return primary;
    }

    /** Copies that have not arrived. */
    public synchronized int copiesUnderWay() {
        deliver();
        return copies.size();
    }

    /** Requests that a node answered from its memory. */
    public synchronized long hits(int node) {
        return nodes.get(node).hits();
    }

    public synchronized long misses(int node) {
        return nodes.get(node).misses();
    }

    /**
     * A node is gone with what it knew. If it was the primary, the first node that is up takes over with what it knows,
     * and copies that were under way are lost: replicas may answer with older values until they expire.
     *
     * @throws IllegalStateException for the last one
     */
    public synchronized void fail(int node) {
        deliver();
        if (up() == 1 && nodes.get(node).isUp()) {
            throw new IllegalStateException("the last node cannot fail: node=" + node + ", nodes=" + nodes.size());
        }
        if (!nodes.get(node).isUp()) {
            return;
        }
        nodes.get(node).fail();
        if (node == primary) {
            copies.lose();
            while (!nodes.get(primary).isUp()) {
                primary = (primary + 1) % nodes.size();
            }
        }
    }

    /** It is back, a replica with an empty cache. */
    public synchronized void recover(int node) {
        deliver();
        if (!nodes.get(node).isUp()) {
            nodes.get(node).recover();
        }
    }

    private int up() {
        return (int) nodes.stream().filter(Node::isUp).count();
    }

    /** The node that a client asks this time. */
    Node nodeFor(int client) {
        deliver();
        int ordinal = chooser.choose(client, up());
        for (Node node : nodes) {
            if (node.isUp() && ordinal-- == 0) {
                return node;
            }
        }
        throw new EngineException.Closed("cluster");
    }

    private void deliver() {
        while (copies.isDue(ticks.nanos())) {
            Copies.Copy copy = copies.next();
            for (int i = 0; i < nodes.size(); i++) {
                if (i != primary && nodes.get(i).isUp()) {
                    nodes.get(i).learn(copy);
                }
            }
        }
    }

    Ticks ticks() {
        return ticks;
    }

    /** The primary learns what an item is, or that there is none, and tells the replicas. */
    void learn(int table, Key key, ItemView item) {
        learn(table, key, item.value(), 0, item.length(), item.sequence(), !item.exists());
    }

    void learnAbsence(int table, Key key) {
        learn(table, key, NOTHING, 0, 0, 0, true);
    }

    void learn(int table, Key key, DirectBuffer value, int offset, int length, long sequence, boolean negative) {
        deliver();
        long now = ticks.nanos();
        Copies.Copy copy = Copies.Copy.of(now + TimeUnit.MILLISECONDS.toNanos(options.copyDelayMillis()), table, key,
                value, offset, length, sequence, ticks.deadline(now, options.itemLifeMillis()), negative);
        nodes.get(primary).learn(copy);
        copies.send(copy);
    }

    /** A write whose outcome nobody knows: the primary forgets; replicas age. */
    void forget(int table, Key key) {
        nodes.get(primary).forget(table, key);
    }

    @Override
    public synchronized void close() {
        inner().close();
        nodes.forEach(Node::close);
    }
}
