/**
 * What the cache's hits cost beside Caffeine's.
 *
 * <p>Read in this order: {@link dev.dyno.bench.jmh.cache.CacheHits}, then {@code ByteKey}.
 */
package dev.dyno.bench.jmh.cache;
