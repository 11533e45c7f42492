/**
 * Eviction policies: which entry leaves when a cache is full. Each over primitive arrays, without allocation after
 * construction, weighing entries in bytes (or 1 each); the live cache and the trace simulator run the same code.
 *
 * <p>Read in this order: {@link dev.dyno.cache.policy.Policy}, {@link dev.dyno.cache.policy.Weights},
 * {@link dev.dyno.cache.policy.PolicyKind};
 * {@code SlotLists}, {@code Evictions}, {@code Lru}, {@code Sieve}, {@code Clock};
 * {@code Ghosts}, {@code S3Fifo}, {@code Arc}; {@code FrequencySketch}, {@code WindowTinyLfu}; and
 * {@link dev.dyno.cache.policy.Belady}, the bound of them all.
 *
 * <p>Knows nothing of keys, values, engines or threads.
 */
package dev.dyno.cache.policy;
