/**
 * Where cached entries live: off-heap, in a fixed region, found through an index and evicted by a policy.
 *
 * <p>Read in this order: {@link dev.dyno.cache.store.EntryLayout},
 * {@link dev.dyno.cache.store.WideEntryLayout}, {@code EntryHeader}, {@link dev.dyno.cache.store.Ticks},
 * {@link dev.dyno.cache.store.StoreSize}, {@link dev.dyno.cache.store.EntryStore}, {@code Shard},
 * {@code Buckets}, {@code SegmentSpace}, {@code StoreCheck}; {@link dev.dyno.cache.store.EntryCopy}.
 *
 * <p>Depends on {@code api.memory}, {@code api.layout} and {@code cache.policy}; knows no engine.
 */
package dev.dyno.cache.store;
