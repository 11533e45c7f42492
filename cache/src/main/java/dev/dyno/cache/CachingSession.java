package dev.dyno.cache;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.cache.Counts.Kind;
import dev.dyno.cache.store.EntryCopy;
import dev.dyno.cache.store.EntryStore;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** A thread's door: its copies of what was found, its counters, one handle per table. Threads: its own, but close. */
final class CachingSession extends ForwardingSession {

    private final CachingEngine engine;
    private final Thread owner = Thread.currentThread();
    private final EntryCopy copy = new EntryCopy();
    private final Counts counts = new Counts();
    private final Map<Integer, CachingTable> tables = new HashMap<>();
    private final ArrayDeque<CachedCursor> cursors = new ArrayDeque<>();
    private final WriteBatch.Operation operation = new WriteBatch.Operation();
    private volatile boolean closed;

    CachingSession(CachingEngine engine, Session inner) {
        super(inner);
        this.engine = engine;
    }

    /** First in every call that may be answered from memory. */
    void enter() {
        if (closed) {
            throw new EngineException.Closed("session");
        }
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a session belongs to the thread that opened it: owner=" + owner.getName()
                    + ", caller=" + Thread.currentThread().getName());
        }
    }

    @Override
    public Table table(String name) {
        enter();
        Table inner = inner().table(name);
        CachingTable table = tables.get(inner.spec().id());
        if (table == null) {
            table = new CachingTable(this, inner, engine.state(inner.spec()));
            tables.put(inner.spec().id(), table);
        }
        return table;
    }

    /** Where no listener reports the changes, the items of a batch are forgotten before and after. */
    @Override
    public long commit(WriteBatch batch, Durability durability) {
        enter();
        if (engine.caches().reports()) {
            return inner().commit(batch, durability);
        }
        int begun = 0;
        try {
            for (; begun < batch.size(); begun++) {
                batch.get(begun, operation);
                ItemCache items = engine.caches().items();
                items.beginWrite(EntryStore.hash(operation.table().id(), operation.key()), operation.table(),
                        operation.key());
            }
            return inner().commit(batch, durability);
        } catch (EngineException e) {
            counts.count(Kind.ERRORS);
            throw e;
        } finally {
            for (int i = 0; i < begun; i++) {
                batch.get(i, operation);
                engine.caches().items().stripes().endWrite(
                        EntryStore.hash(operation.table().id(), operation.key()));
            }
        }
    }

    /** A cursor over a cached result that is not in use. */
    CachedCursor cursor() {
        CachedCursor free = cursors.poll();
        return free == null ? new CachedCursor(this) : free;
    }

    void give(CachedCursor cursor) {
        cursors.push(cursor);
    }

    CachingEngine engine() {
        return engine;
    }

    EntryCopy copy() {
        return copy;
    }

    Counts counts() {
        return counts;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            engine.caches().items().store().report(copy);
            engine.closed(this);
            inner().close();
        }
    }
}
