/**
 * Counters that an outside process can watch, and those of reads, which are too many for that.
 *
 * <p>Read in this order: {@link dev.dyno.core.stats.Counters}, {@link dev.dyno.core.stats.CountersWatch},
 * {@link dev.dyno.core.stats.ReadCounts}, {@link dev.dyno.core.stats.ReadTotals}. Depends on {@code api.disk}.
 */
package dev.dyno.core.stats;
