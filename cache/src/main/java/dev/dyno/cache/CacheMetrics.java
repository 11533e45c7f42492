package dev.dyno.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a cache did since it was opened, by DAX's names.
 *
 * @param itemCacheHits items, present or absent, answered from memory
 * @param itemCacheMisses items read from the engine
 * @param queryCacheHits queries answered from memory
 * @param queryCacheMisses queries read from the engine; 0 without a query cache
 * @param scanCacheHits scans answered from memory
 * @param scanCacheMisses scans read from the engine; 0 without a query cache
 * @param evictedSize bytes that left to make room
 * @param errorRequestCount calls that ended with an exception of the engine below
 */
public record CacheMetrics(long itemCacheHits, long itemCacheMisses, long queryCacheHits, long queryCacheMisses,
        long scanCacheHits, long scanCacheMisses, long evictedSize, long errorRequestCount) {

    /** By DAX's names, in this order. */
    public Map<String, Long> byName() {
        Map<String, Long> metrics = new LinkedHashMap<>();
        metrics.put("ItemCacheHits", itemCacheHits);
        metrics.put("ItemCacheMisses", itemCacheMisses);
        metrics.put("QueryCacheHits", queryCacheHits);
        metrics.put("QueryCacheMisses", queryCacheMisses);
        metrics.put("ScanCacheHits", scanCacheHits);
        metrics.put("ScanCacheMisses", scanCacheMisses);
        metrics.put("EvictedSize", evictedSize);
        metrics.put("ErrorRequestCount", errorRequestCount);
        return metrics;
    }
}
