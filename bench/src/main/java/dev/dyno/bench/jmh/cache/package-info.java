/**
 * What the cache's hits cost beside Caffeine's, and beside reads that the disk answers.
 *
 * <p>Read in this order: {@link dev.dyno.bench.jmh.cache.CacheHits}, then {@code ByteKey};
 * {@link dev.dyno.bench.jmh.cache.ColdReads}.
 */
package dev.dyno.bench.jmh.cache;
