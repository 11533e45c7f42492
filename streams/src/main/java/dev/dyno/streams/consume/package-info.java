/**
 * Acting on changes: consumers that share the shards of a stream and lose none.
 *
 * <p>Read in this order: {@link dev.dyno.streams.consume.ChangeHandler}, {@link dev.dyno.streams.consume.Consumer},
 * {@link dev.dyno.streams.consume.ConsumerTiming}, {@link dev.dyno.streams.consume.Replicator},
 * {@link dev.dyno.streams.consume.LiveAggregate}; inside,
 * {@code LeaseTable}.
 *
 * <p>Depends on {@code streams.read} and {@code api}; knows no capture.
 */
package dev.dyno.streams.consume;
