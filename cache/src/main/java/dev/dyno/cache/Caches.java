package dev.dyno.cache;

import dev.dyno.api.CommitListener;
import dev.dyno.api.EngineConfig;
import dev.dyno.cache.store.EntryStore;
import dev.dyno.cache.store.StoreSize;
import dev.dyno.cache.store.Ticks;

/** What one cached engine keeps in memory: items and, as DAX, results. Made before the engine it listens to. */
final class Caches implements AutoCloseable {

    private final CacheOptions options;
    private final boolean reports;
    private final Ticks ticks;
    private final ItemCache items;
    private final Flights flights = new Flights();
    private final QueryCache queries;

    Caches(EngineConfig config, CacheOptions options, boolean reports) {
        this.options = options;
        this.reports = reports;
        this.ticks = new Ticks(config.clock());
        this.items = new ItemCache(new EntryStore(config.memory(), "item cache",
                StoreSize.of(options.bytes(), options.entryBytes(), options.policy()), options.policy()),
                ticks, options.itemLifeMillis());
        this.queries = options.queryBytes() == 0 ? null : queries(config);
    }

    private QueryCache queries(EngineConfig config) {
        try {
            return new QueryCache(new EntryStore(config.memory(), "query cache",
                    StoreSize.of(options.queryBytes(), QueryCache.ENTRY_BYTES, options.policy()), options.policy()),
                    ticks, options.queryLifeMillis());
        } catch (RuntimeException | Error e) {
            items.close();
            throw e;
        }
    }

    CommitListener listener() {
        return new CacheListener(items);
    }

    CacheOptions options() {
        return options;
    }

    /** Whether the engine reports its commits to {@link #listener}. */
    boolean reports() {
        return reports;
    }

    ItemCache items() {
        return items;
    }

    /** Reads of items below that others may wait for. */
    Flights flights() {
        return flights;
    }

    boolean hasQueries() {
        return queries != null;
    }

    /** Only if {@link #hasQueries}. */
    QueryCache queries() {
        return queries;
    }

    @Override
    public void close() {
        items.close();
        if (queries != null) {
            queries.close();
        }
    }
}
