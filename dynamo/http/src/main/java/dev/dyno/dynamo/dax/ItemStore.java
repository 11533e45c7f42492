package dev.dyno.dynamo.dax;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Clock;
import dev.dyno.cache.Stripes;
import dev.dyno.cache.store.EntryCopy;
import dev.dyno.cache.store.EntryStore;
import dev.dyno.cache.store.StoreSize;
import dev.dyno.cache.store.Ticks;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the accelerator knows: JSON by table and place, present or absent, for a while. One for items, one for results.
 *
 * <p>A fill counts only if no write of its stripe of keys was under way or began between the question to upstream and
 * the fill; a writer's own image counts only if it wrote alone. So a slow answer never brings an old item back.
 *
 * <p>Threads: any.
 */
final class ItemStore implements AutoCloseable {

    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final EntryStore store;
    private final Stripes stripes = new Stripes();
    private final Ticks ticks;
    private final long lifeMillis;

    ItemStore(Memory memory, Clock clock, String tag, DaxOptions options, long bytes, int entryBytes,
            long lifeMillis) {
        store = new EntryStore(memory, tag, StoreSize.of(bytes, entryBytes, options.policy()), options.policy());
        ticks = new Ticks(clock);
        this.lifeMillis = lifeMillis;
    }

    /** A place in a table. @param hash of both */
    record Place(int table, byte[] bytes, long hash) {

        static Place of(int table, byte[] bytes) {
            return new Place(table, bytes, EntryStore.hash(table, key(bytes)));
        }

        private static Key key(byte[] bytes) {
            return new Key().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        }

        Key key() {
            return key(bytes);
        }
    }

    /** What is known: JSON, or no bytes for an item that is known to be absent. Empty: nothing is known. */
    Optional<byte[]> read(Place place, EntryCopy copy) {
        if (!store.read(place.hash, place.table, place.key(), copy) || ticks.isExpired(copy.deadline())) {
            return Optional.empty();
        }
        store.hit(place.hash, copy);
        byte[] json = new byte[copy.isNegative() ? 0 : copy.length()];
        copy.buffer().getBytes(0, json);
        return Optional.of(json);
    }

    /** Before upstream is asked: a token for {@link #fill}. */
    long beginFill(Place place) {
        return stripes.quiet(place.hash);
    }

    /** @param json of the item, or no bytes if there is none */
    void fill(Place place, long token, byte[] json) {
        store.lock(place.hash);
        try {
            if (stripes.isUnchanged(place.hash, token)) {
                put(place, json);
            }
        } finally {
            store.unlock(place.hash);
        }
    }

    /** Before upstream is told to write. Always followed by {@link #endWrite}. */
    long beginWrite(Place place) {
        return stripes.beginWrite(place.hash);
    }

    /** How a write ended. */
    enum Ended {
        /** It happened, and the item is what is given. */
        KNOWN,
        /** It happened, or may have; the item is not known. */
        UNKNOWN,
        /** It did not happen. */
        REFUSED
    }

    /** @param json of the item if it is known, or no bytes if there is none */
    void endWrite(Place place, long token, Ended ended, byte[] json) {
        store.lock(place.hash);
        try {
            if (ended == Ended.KNOWN && stripes.isUnchanged(place.hash, token)) {
                put(place, json);
            } else if (ended != Ended.REFUSED) {
                store.remove(place.hash, place.table, place.key());
            }
        } finally {
            store.unlock(place.hash);
            stripes.endWrite(place.hash);
        }
    }

    private void put(Place place, byte[] json) {
        int deadline = ticks.deadline(ticks.nanos(), lifeMillis);
        boolean absent = json.length == 0;
        store.put(place.hash, place.table, place.key(), absent ? NOTHING : new UnsafeBuffer(json), 0, json.length, 0,
                deadline, absent);
    }

    long evictedBytes() {
        return store.evictedBytes();
    }

    int size() {
        return store.size();
    }

    @Override
    public void close() {
        store.close();
    }
}
