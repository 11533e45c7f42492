package dev.dyno.dynamo.dax;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Clock;
import dev.dyno.cache.CacheMetrics;
import dev.dyno.cache.store.EntryCopy;
import dev.dyno.dynamo.http.Operations;
import dev.dyno.dynamo.http.Target;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An accelerator before any DynamoDB endpoint, with DAX's rules, that speaks DynamoDB's own protocol: items and results
 * are answered from memory, writes go through, strong and transactional reads pass by.
 *
 * <p>Threads: any.
 */
public final class Dax implements Operations, AutoCloseable {

    private static final int ITEM_ENTRY_BYTES = 512;
    private static final int RESULT_ENTRY_BYTES = 4096;
    private static final int ACCEPTED_MAX = 4096;
    private static final Set<String> CACHED =
            Set.of("GetItem", "BatchGetItem", "Query", "Scan");

    private final Upstream upstream;
    private final DaxOptions options;
    private final Schemas schemas;
    private final ItemStore items;
    private final ItemStore results;
    private final Flights flights = new Flights();
    private final Counts counts = new Counts();
    /** Projections that upstream took once, by their text. */
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    /** @param upstream closed with it */
    public Dax(Upstream upstream, DaxOptions options, Memory memory, Clock clock) {
        this.upstream = upstream;
        this.options = options;
        schemas = new Schemas(upstream);
        items = new ItemStore(memory, clock, "dax items", options, options.itemBytes(), ITEM_ENTRY_BYTES,
                options.itemLifeMillis());
        try {
            results = new ItemStore(memory, clock, "dax results", options, options.queryBytes(), RESULT_ENTRY_BYTES,
                    options.queryLifeMillis());
        } catch (RuntimeException e) {
            items.close();
            throw e;
        }
    }

    @Override
    public Caller openCaller() {
        return new DaxCaller(this, new EntryCopy());
    }

    /** All but what is known. */
    @Override
    public boolean waits(Target target) {
        return true;
    }

    static boolean isCached(Target target) {
        return target.service() == Target.Service.DYNAMODB && CACHED.contains(target.operation());
    }

    Upstream upstream() {
        return upstream;
    }

    DaxOptions options() {
        return options;
    }

    Schemas schemas() {
        return schemas;
    }

    ItemStore items() {
        return items;
    }

    ItemStore results() {
        return results;
    }

    Flights flights() {
        return flights;
    }

    Counts counts() {
        return counts;
    }

    boolean isAccepted(String projection) {
        return accepted.contains(projection);
    }

    void accept(String projection) {
        if (accepted.size() < ACCEPTED_MAX) {
            accepted.add(projection);
        }
    }

    /** What it did, by DAX's names. */
    public CacheMetrics metrics() {
        return counts.metrics(items.evictedBytes() + results.evictedBytes());
    }

    /** Items that are known, present or absent. */
    public int itemEntries() {
        return items.size();
    }

    /** Results of queries and scans. */
    public int resultEntries() {
        return results.size();
    }

    /** When no caller is open. */
    @Override
    public void close() {
        upstream.close();
        items.close();
        results.close();
    }
}
