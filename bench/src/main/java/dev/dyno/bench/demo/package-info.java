/**
 * The house at work, to be watched: each demonstration runs on real engines, says what happens and ends by itself.
 *
 * <p>Read in this order: {@link dev.dyno.bench.demo.PageViews}, an application through an endpoint; for streams
 * {@link dev.dyno.bench.demo.Ground}, {@link dev.dyno.bench.demo.ReplicateDemo},
 * {@link dev.dyno.bench.demo.AggregateDemo}.
 */
package dev.dyno.bench.demo;
