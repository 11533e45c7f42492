package dev.dyno.cache;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.cache.store.StoreSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a cache is set up. Each is an option of the layered provider, beside the engine's own.
 *
 * @param bytes of the item cache: all its memory
 * @param entryBytes what an entry is expected to take
 * @param itemLifeMillis how long an item is answered from memory
 * @param queryBytes of the query cache: all its memory; 0: none. {@link CacheMode#DAX} only
 * @param queryLifeMillis how long a result is answered from memory
 * @param coalesce whether who misses an item that another session is reading waits for its answer
 */
public record CacheOptions(CacheMode mode, PolicyKind policy, long bytes, int entryBytes, long itemLifeMillis,
        long queryBytes, long queryLifeMillis, boolean coalesce) {

    private static final int FIVE_MINUTES = 300_000;
    private static final long BYTES_MAX = StoreSize.BYTES_MAX;

    static final Option<CacheMode> MODE = Option.choice("cache-mode", CacheMode.COHERENT,
            "coherent: reads are as good as the engine's; dax: as AWS's accelerator, with its stale answers");
    static final Option<PolicyKind> POLICY = Option.choice("cache-policy", PolicyKind.LRU,
            "who leaves a full cache; lru is DAX's, s3-fifo and w-tiny-lfu keep more of what is asked for again");
    static final Option<Long> BYTES = Option.bytes("cache-bytes", 64L << 20, StoreSize.BYTES_MIN, BYTES_MAX,
            "memory of the item cache; more of it, fewer reads of the engine");
    static final Option<Integer> ENTRY_BYTES = Option.integer("cache-entry-bytes", 192, 32, 1 << 20,
            "what an item is expected to take with its key and 14 bytes more; far off wastes memory");
    static final Option<Integer> ITEM_LIFE = Option.integer("cache-item-life-millis", FIVE_MINUTES, 0,
            Integer.MAX_VALUE, "how long an item is answered from memory; DAX's record-ttl-millis");
    static final Option<Long> QUERY_BYTES = Option.bytes("cache-query-bytes", 0, 0, BYTES_MAX,
            "memory of the query cache, in mode dax; 0: none. Only their age ends cached results");
    static final Option<Integer> QUERY_LIFE = Option.integer("cache-query-life-millis", FIVE_MINUTES, 0,
            Integer.MAX_VALUE, "how long a result is answered from memory; DAX's query-ttl-millis");

    static final Option<Boolean> COALESCE = Option.flag("cache-coalesce", true,
            "whether sessions that miss one item at once read it once; off: each reads for itself");

    static final List<Option<?>> ALL =
            List.of(MODE, POLICY, BYTES, ENTRY_BYTES, ITEM_LIFE, QUERY_BYTES, QUERY_LIFE, COALESCE);

    /** 64 MiB, LRU, five minutes, coherent. */
    public static final CacheOptions STANDARD = new CacheOptions(MODE.standard(), POLICY.standard(), BYTES.standard(),
            ENTRY_BYTES.standard(), ITEM_LIFE.standard(), QUERY_BYTES.standard(), QUERY_LIFE.standard(),
            COALESCE.standard());

    public CacheOptions {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(policy, "policy");
        if (itemLifeMillis < 0 || queryLifeMillis < 0) {
            throw new IllegalArgumentException("a life cannot be negative: itemLifeMillis=" + itemLifeMillis
                    + ", queryLifeMillis=" + queryLifeMillis + ", limit=0");
        }
        if (queryBytes > 0 && mode != CacheMode.DAX) {
            throw new IllegalArgumentException("a query cache answers with what was: queryBytes=" + queryBytes
                    + ", mode=" + mode + ", allowed=" + CacheMode.DAX);
        }
        StoreSize.of(bytes, entryBytes, policy);
        if (queryBytes > 0) {
            StoreSize.of(queryBytes, QueryCache.ENTRY_BYTES, policy);
        }
    }

    public CacheOptions withMode(CacheMode other) {
        return new CacheOptions(other, policy, bytes, entryBytes, itemLifeMillis, queryBytes, queryLifeMillis,
                coalesce);
    }

    public CacheOptions withPolicy(PolicyKind other) {
        return new CacheOptions(mode, other, bytes, entryBytes, itemLifeMillis, queryBytes, queryLifeMillis, coalesce);
    }

    /** @param expectedEntryBytes what an entry takes: 14 bytes, key and value */
    public CacheOptions withBytes(long other, int expectedEntryBytes) {
        return new CacheOptions(mode, policy, other, expectedEntryBytes, itemLifeMillis, queryBytes, queryLifeMillis,
                coalesce);
    }

    public CacheOptions withItemLife(long millis) {
        return new CacheOptions(mode, policy, bytes, entryBytes, millis, queryBytes, queryLifeMillis, coalesce);
    }

    public CacheOptions withCoalescing(boolean other) {
        return new CacheOptions(mode, policy, bytes, entryBytes, itemLifeMillis, queryBytes, queryLifeMillis, other);
    }

    /** Mode {@link CacheMode#DAX} with a query cache. */
    public CacheOptions withQueries(long otherBytes, long lifeMillis) {
        return new CacheOptions(CacheMode.DAX, policy, bytes, entryBytes, itemLifeMillis, otherBytes, lifeMillis,
                coalesce);
    }

    /** These, where a configuration does not say otherwise. */
    CacheOptions in(EngineConfig config) {
        Map<String, String> given = config.options();
        return new CacheOptions(given.containsKey(MODE.name()) ? MODE.in(config) : mode,
                given.containsKey(POLICY.name()) ? POLICY.in(config) : policy,
                given.containsKey(BYTES.name()) ? BYTES.in(config) : bytes,
                given.containsKey(ENTRY_BYTES.name()) ? ENTRY_BYTES.in(config) : entryBytes,
                given.containsKey(ITEM_LIFE.name()) ? ITEM_LIFE.in(config) : itemLifeMillis,
                given.containsKey(QUERY_BYTES.name()) ? QUERY_BYTES.in(config) : queryBytes,
                given.containsKey(QUERY_LIFE.name()) ? QUERY_LIFE.in(config) : queryLifeMillis,
                given.containsKey(COALESCE.name()) ? COALESCE.in(config) : coalesce);
    }

    /** The configuration without the options of this layer. */
    static EngineConfig without(EngineConfig config) {
        Map<String, String> rest = new LinkedHashMap<>(config.options());
        ALL.forEach(option -> rest.remove(option.name()));
        return config.withOptions(rest);
    }
}
