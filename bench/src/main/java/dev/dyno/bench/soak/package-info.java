/**
 * A long load of one engine, timed put by put: what a race, which averages, does not show.
 *
 * <p>Read in this order: {@link dev.dyno.bench.soak.SoakPlan}, {@link dev.dyno.bench.soak.Soak},
 * {@link dev.dyno.bench.soak.SoakResult}; then, inside, ProcessorWait, SortedLoad.
 */
package dev.dyno.bench.soak;
