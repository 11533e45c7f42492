package dev.dyno.cache.cluster;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.cache.store.EntryCopy;
import dev.dyno.cache.store.EntryStore;
import dev.dyno.cache.store.StoreSize;
import dev.dyno.cache.store.Ticks;

/** One node: its cache, and whether it is up. Comes back cold. Under the cluster's lock. */
final class Node {

    private final Memory memory;
    private final ClusterOptions options;
    private final EntryCopy copy = new EntryCopy();
    private EntryStore store;
    private boolean up = true;
    private long hits;
    private long misses;

    Node(Memory memory, ClusterOptions options) {
        this.memory = memory;
        this.options = options;
        this.store = cold();
    }

    private EntryStore cold() {
        return new EntryStore(memory, "cluster node",
                StoreSize.of(options.nodeBytes(), options.entryBytes(), options.policy()), options.policy());
    }

    boolean isUp() {
        return up;
    }

    void fail() {
        up = false;
        store.close();
    }

    void recover() {
        up = true;
        store = cold();
    }

    /** @return whether an item, or its absence, is known; then {@link #copy} has it */
    boolean read(int table, Key key, Ticks ticks) {
        long hash = EntryStore.hash(table, key);
        boolean known = store.read(hash, table, key, copy) && !ticks.isExpired(copy.deadline());
        if (known) {
            store.hit(hash, copy);
            hits++;
        } else {
            misses++;
        }
        return known;
    }

    EntryCopy copy() {
        return copy;
    }

    void learn(Copies.Copy news) {
        Key key = news.key();
        long hash = EntryStore.hash(news.table(), key);
        store.lock(hash);
        try {
            store.put(hash, news.table(), key, news.value(), 0, news.value().capacity(), news.sequence(),
                    news.deadline(), news.negative());
        } finally {
            store.unlock(hash);
        }
    }

    void forget(int table, Key key) {
        long hash = EntryStore.hash(table, key);
        store.lock(hash);
        try {
            store.remove(hash, table, key);
        } finally {
            store.unlock(hash);
        }
    }

    long hits() {
        return hits;
    }

    long misses() {
        return misses;
    }

    void close() {
        if (up) {
            fail();
        }
    }
}
