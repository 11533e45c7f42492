/**
 * Counters that an outside process can watch.
 *
 * <p>Read in this order: {@link dev.dyno.core.stats.Counters}, {@link dev.dyno.core.stats.CountersWatch}. Depends on
 * {@code api.disk}.
 */
package dev.dyno.core.stats;
