/**
 * A cache as a layer over any engine, with the rules of DAX.
 *
 * <p>Read in this order: {@link dev.dyno.cache.Caching}, {@link dev.dyno.cache.CacheOptions},
 * {@link dev.dyno.cache.CacheMode}; {@code CachingProvider}, {@link dev.dyno.cache.CachingEngine},
 * {@code CachingSession}, {@code TableState}, {@code CachingTable}, {@code BatchMisses}, {@code CapturedUpdate};
 * {@code Caches}, {@code ItemCache}, {@link dev.dyno.cache.Stripes}, {@code Flights}, {@code CacheListener};
 * {@code QueryCache}, {@code QueryKey}, {@code RecordingCursor}, {@code CachedCursor}; {@code Counts},
 * {@link dev.dyno.cache.CacheMetrics}, {@code CacheCheck}. Clusters of caches: {@code cache.cluster}.
 *
 * <p>Depends on the SPI, {@code cache.store} and {@code cache.policy}. The rules are family A of
 * {@code docs/rules.md}; what AWS leaves open is decided in {@code docs/decisions}.
 */
package dev.dyno.cache;
