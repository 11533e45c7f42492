package dev.dyno.cache.cluster;

import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Outcome;
import dev.dyno.api.Reader;
import dev.dyno.api.Table;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;

/** A table as one client of a cluster sees it. */
final class ClusterTable extends ForwardingTable {

    private final Cluster cluster;
    private final int client;
    private final int id;
    private final Key batchKey = new Key();
    private final ItemView item = new ItemView();

    ClusterTable(Cluster cluster, Table inner, int client) {
        super(inner);
        this.cluster = cluster;
        this.client = client;
        this.id = inner.spec().id();
    }

    @Override
    public boolean get(Key key, ItemView out) {
        synchronized (cluster) {
            Node node = cluster.nodeFor(client);
            if (node.read(id, key, cluster.ticks())) {
                node.copy().into(out, node.copy().sequence());
                return out.exists();
            }
            boolean found = inner().get(key, out);
            cluster.learn(id, key, out);
            return found;
        }
    }

    @Override
    public int getBatch(KeyBatch keys, ItemSink sink) {
        int found = 0;
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i, batchKey);
            found += get(batchKey, item) ? 1 : 0;
            sink.onItem(i, item);
        }
        return found;
    }

    @Override
    public Reader strong() {
        return inner().strong();
    }

    @Override
    public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        synchronized (cluster) {
            long outcome = inner().put(key, value, offset, length, options);
            if (Outcome.committed(outcome)) {
                cluster.learn(id, key, value, offset, length, outcome, false);
            }
            return forgetIfUnknown(key, outcome);
        }
    }

    @Override
    public long delete(Key key, WriteOptions options) {
        synchronized (cluster) {
            long outcome = inner().delete(key, options);
            if (Outcome.committed(outcome) || outcome == Outcome.NO_CHANGE) {
                cluster.learnAbsence(id, key);
            }
            return forgetIfUnknown(key, outcome);
        }
    }

    /** The new image is the engine's own, read in the same breath. */
    @Override
    public long update(Key key, ItemUpdater updater, WriteOptions options) {
        synchronized (cluster) {
            long outcome = inner().update(key, updater, options);
            if (Outcome.committed(outcome)) {
                inner().strong().get(key, item);
                cluster.learn(id, key, item);
            }
            return forgetIfUnknown(key, outcome);
        }
    }

    private long forgetIfUnknown(Key key, long outcome) {
        if (outcome == Outcome.UNKNOWN) {
            cluster.forget(id, key);
        }
        return outcome;
    }
}
