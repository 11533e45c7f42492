package dev.dyno.cache;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.cache.Counts.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * An engine behind a cache. Items are read through it, writes go to the engine first; snapshots, cursors (without a
 * query cache) and strong reads pass by.
 *
 * <p>Threads: any.
 */
public final class CachingEngine extends ForwardingEngine {

    private final Caches caches;
    private final Map<Integer, TableState> tables = new ConcurrentHashMap<>();
    private final Set<CachingSession> sessions = ConcurrentHashMap.newKeySet();
    /** Of sessions that are closed, by {@link Kind}. */
    private final AtomicLongArray past = new AtomicLongArray(Kind.values().length);
    private volatile boolean closed;

    CachingEngine(Engine inner, Caches caches) {
        super(inner);
        this.caches = caches;
    }

    @Override
    public String name() {
        return "cache(" + inner().name() + ")";
    }

    @Override
    public boolean dropTable(String name) {
        TableSpec spec = null;
        for (TableSpec table : inner().tables()) {
            spec = table.name().equals(name) ? table : spec;
        }
        boolean dropped = inner().dropTable(name);
        if (dropped && spec != null) {
            state(spec).drop();
        }
        return dropped;
    }

    @Override
    public Session openSession() {
        CachingSession session = new CachingSession(this, inner().openSession());
        sessions.add(session);
        return session;
    }

    void closed(CachingSession session) {
        if (sessions.remove(session)) {
            for (Kind kind : Kind.values()) {
                past.addAndGet(kind.ordinal(), session.counts().get(kind));
            }
        }
    }

    TableState state(TableSpec spec) {
        return tables.computeIfAbsent(spec.id(), id -> new TableState(spec));
    }

    Caches caches() {
        return caches;
    }

    /** The engine below, for sessions. */
    Engine below() {
        return inner();
    }

    /** What the cache did so far. */
    public CacheMetrics metrics() {
        long evicted = caches.items().store().evictedBytes()
                + (caches.hasQueries() ? caches.queries().store().evictedBytes() : 0);
        return new CacheMetrics(count(Kind.ITEM_HITS), count(Kind.ITEM_MISSES), count(Kind.QUERY_HITS),
                count(Kind.QUERY_MISSES), count(Kind.SCAN_HITS), count(Kind.SCAN_MISSES), evicted,
                count(Kind.ERRORS));
    }

    private long count(Kind kind) {
        long count = past.get(kind.ordinal());
        for (CachingSession session : sessions) {
            count += session.counts().get(kind);
        }
        return count;
    }

    /** The engine's own, with the cache's memory. */
    @Override
    public EngineStats stats() {
        EngineStats stats = inner().stats();
        long memory = caches.items().store().regionBytes()
                + (caches.hasQueries() ? caches.queries().store().regionBytes() : 0);
        long below = stats.has(Counter.MEMORY_BYTES) ? stats.get(Counter.MEMORY_BYTES) : 0;
        return stats.with(Counter.MEMORY_BYTES, below + memory);
    }

    @Override
    public Verification verify() {
        Verification below = inner().verify();
        List<String> checked = new ArrayList<>(below.checked());
        List<Verification.Violation> violations = new ArrayList<>(below.violations());
        new CacheCheck(inner(), caches).check(checked, violations);
        return new Verification(checked, violations);
    }

    @Override
    public Shape describe() {
        Shape below = inner().describe();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("policy", caches.options().policy().label());
        facts.put("mode", caches.options().mode());
        facts.put("boundBytes", caches.options().bytes());
        facts.put("entries", caches.items().store().size());
        facts.put("entryBytes", caches.items().store().liveBytes());
        facts.putAll(metrics().byName());
        return new Shape("cache", name(), facts, List.of(below));
    }

    @Override
    public void close() {
        inner().close();
        synchronized (this) {
            if (!closed) {
                closed = true;
                caches.close();
            }
        }
    }
}
