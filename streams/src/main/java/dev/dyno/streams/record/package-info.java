/**
 * What a stream is made of: one record for one change of one item.
 *
 * <p>Read in this order: {@link dev.dyno.streams.record.ViewType}, {@link dev.dyno.streams.record.ChangeView},
 * {@link dev.dyno.streams.record.Changes}, {@link dev.dyno.streams.record.Differences}.
 *
 * <p>Depends on {@code api} and {@code api.layout}; knows nothing of shards or files.
 */
package dev.dyno.streams.record;
