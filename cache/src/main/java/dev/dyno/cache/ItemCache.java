package dev.dyno.cache;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.cache.store.EntryCopy;
import dev.dyno.cache.store.EntryStore;
import dev.dyno.cache.store.Ticks;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The item cache: what is known of single items, present or absent, and when it may be learned.
 *
 * <p>A fill is good if no write of its stripe became visible between the engine's read and the fill; it is judged under
 * the shard's lock, and writes change the stripe before they take that lock. So whichever of the two comes second
 * knows of the first: a fill that comes second is dropped, one that came first is overwritten.
 *
 * <p>Threads: any.
 */
final class ItemCache implements AutoCloseable {

    private static final DirectBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final EntryStore store;
    private final Stripes stripes = new Stripes();
    private final Ticks ticks;
    private final long lifeMillis;

    ItemCache(EntryStore store, Ticks ticks, long lifeMillis) {
        this.store = store;
        this.ticks = ticks;
        this.lifeMillis = lifeMillis;
    }

    EntryStore store() {
        return store;
    }

    Stripes stripes() {
        return stripes;
    }

    /**
     * Looks for an item.
     *
     * @param visible the engine's last visible commit: what is known from a later one is not shown yet
     */
    boolean read(long hash, TableSpec table, Key key, EntryCopy copy, long visible) {
        if (!store.read(hash, table.id(), key, copy) || copy.sequence() > visible || ticks.isExpired(copy.deadline())) {
            return false;
        }
        store.hit(hash, copy);
        return true;
    }

    /** Before a read of an engine that reports commits: the word to fill with, or {@link Stripes#NOT_NOW}. */
    long beginFill(long hash, long visible) {
        long last = stripes.last(hash);
        return last <= visible ? last : Stripes.NOT_NOW;
    }

    /** Keeps what the engine answered, unless the stripe changed meanwhile. */
    void fill(long hash, TableSpec table, Key key, ItemView item, long word) {
        if (word == Stripes.NOT_NOW) {
            return;
        }
        store.lock(hash);
        try {
            if (stripes.isUnchanged(hash, word)) {
                store.put(hash, table.id(), key, item, item.sequence(), deadline());
            }
        } finally {
            store.unlock(hash);
        }
    }

    /** A commit changes an item and is about to become visible. */
    void changed(long sequence, TableSpec table, Key key, ItemView item) {
        long hash = EntryStore.hash(table.id(), key);
        stripes.changed(hash, sequence);
        store.lock(hash);
        try {
            store.put(hash, table.id(), key, item, sequence, deadline());
        } finally {
            store.unlock(hash);
        }
    }

    /** A write that no engine reports begins: until it ended nobody knows the item. @return for {@link #endWrite} */
    long beginWrite(long hash, TableSpec table, Key key) {
        long word = stripes.beginWrite(hash);
        store.lock(hash);
        try {
            store.remove(hash, table.id(), key);
        } finally {
            store.unlock(hash);
        }
        return word;
    }

    /** It ended with an item that is known now, unless another writer of the stripe came in between. */
    void endWrite(long hash, TableSpec table, Key key, long word, DirectBuffer value, int offset, int length,
            long sequence) {
        endWrite(hash, table, key, word, value, offset, length, sequence, false);
    }

    /** It ended with no item. */
    void endDelete(long hash, TableSpec table, Key key, long word, long sequence) {
        endWrite(hash, table, key, word, NOTHING, 0, 0, sequence, true);
    }

    private void endWrite(long hash, TableSpec table, Key key, long word, DirectBuffer value, int offset, int length,
            long sequence, boolean negative) {
        store.lock(hash);
        try {
            if (stripes.isUnchanged(hash, word)) {
                store.put(hash, table.id(), key, value, offset, length, sequence, deadline(), negative);
            }
        } finally {
            store.unlock(hash);
        }
    }

    private int deadline() {
        return ticks.deadline(ticks.nanos(), lifeMillis);
    }

    @Override
    public void close() {
        store.close();
    }
}
