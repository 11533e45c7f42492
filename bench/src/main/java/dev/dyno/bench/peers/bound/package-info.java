/**
 * The scale of the races: how fast point operations are with nothing but a hash table.
 *
 * <p>Read in this order: {@link dev.dyno.bench.peers.bound.BoundProvider}, then {@code BoundEngine},
 * {@code BoundTable}, {@code BoundStore}, {@code Segment}, {@code Records}.
 */
package dev.dyno.bench.peers.bound;
