/**
 * Replays traces of requests against policies: the hit ratio of each at each size, with the optimum beside them.
 *
 * <p>Read in this order: {@link dev.dyno.cache.replay.Trace}, {@link dev.dyno.cache.replay.TraceFiles};
 * {@code TraceFormat}, {@code LineTrace}, {@code DecimalTrace}, {@code AddressTrace}, {@code KeyTrace};
 * {@link dev.dyno.cache.replay.TraceLayout}, {@link dev.dyno.cache.replay.TraceWriter}, {@code DynoTrace};
 * {@link dev.dyno.cache.replay.Requests}, {@link dev.dyno.cache.replay.Simulator},
 * {@link dev.dyno.cache.replay.MissTable}.
 *
 * <p>Depends on {@code cache.policy}; knows no engine.
 */
package dev.dyno.cache.replay;
