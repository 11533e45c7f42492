package dev.dyno.cache;

import dev.dyno.api.Cursor;
import dev.dyno.api.Range;
import dev.dyno.api.Table;
import dev.dyno.cache.Counts.Kind;
import dev.dyno.cache.store.EntryStore;
import dev.dyno.cache.store.Ticks;
import org.agrona.DirectBuffer;

/**
 * The query cache: results of queries and scans by all their parameters. Knows nothing of items: a write does not end a
 * cached result, only its age does, or eviction. A result is kept when its walk has come to its end; walks that are
 * given up, or that jump, leave nothing.
 *
 * <p>Threads: any.
 */
final class QueryCache implements AutoCloseable {

    /** What a result is expected to take. */
    static final int ENTRY_BYTES = 1_024;

    private final EntryStore store;
    private final Ticks ticks;
    private final long lifeMillis;

    QueryCache(EntryStore store, Ticks ticks, long lifeMillis) {
        this.store = store;
        this.ticks = ticks;
        this.lifeMillis = lifeMillis;
    }

    EntryStore store() {
        return store;
    }

    Cursor query(CachingSession session, Table inner, Range range) {
        CachedCursor cursor = session.cursor();
        cursor.question().set(range);
        if (find(inner.spec().id(), cursor, inner)) {
            session.counts().count(Kind.QUERY_HITS);
            return cursor;
        }
        session.counts().count(Kind.QUERY_MISSES);
        return record(cursor, inner.spec().id(), inner.query(range), session);
    }

    Cursor scan(CachingSession session, Table inner, int segment, int of) {
        CachedCursor cursor = session.cursor();
        cursor.question().set(segment, of);
        if (find(inner.spec().id(), cursor, inner)) {
            session.counts().count(Kind.SCAN_HITS);
            return cursor;
        }
        session.counts().count(Kind.SCAN_MISSES);
        return record(cursor, inner.spec().id(), inner.scan(segment, of), session);
    }

    private boolean find(int table, CachedCursor cursor, Table inner) {
        long hash = EntryStore.hash(table, cursor.question().key());
        if (!store.read(hash, table, cursor.question().key(), cursor.copy())
                || ticks.isExpired(cursor.copy().deadline())) {
            return false;
        }
        store.hit(hash, cursor.copy());
        store.report(cursor.copy());
        cursor.start(inner);
        return true;
    }

    private Cursor record(CachedCursor unused, int table, Cursor inner, CachingSession session) {
        RecordingCursor recording = new RecordingCursor(this, table, inner, store.sizes().entryBytesMax(),
                ticks.deadline(ticks.nanos(), lifeMillis));
        recording.question().set(unused.question());
        session.give(unused);
        return recording;
    }

    /** Keeps the result of a walk that began when its deadline was set. */
    void keep(int table, QueryKey question, DirectBuffer result, int length, int deadline) {
        long hash = EntryStore.hash(table, question.key());
        store.lock(hash);
        try {
            store.put(hash, table, question.key(), result, 0, length, 0, deadline, false);
        } finally {
            store.unlock(hash);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
