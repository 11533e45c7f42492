/**
 * Reading streams: iterators, pages, and what is told to those who come too late.
 *
 * <p>Read in this order: {@link dev.dyno.streams.read.IteratorKind}, {@link dev.dyno.streams.read.ShardIterator},
 * {@link dev.dyno.streams.read.RecordPage}, {@link dev.dyno.streams.read.NumberRange},
 * {@link dev.dyno.streams.read.StreamReader}.
 *
 * <p>Depends on {@code streams.capture} through {@code RecordSource}; knows no engine.
 */
package dev.dyno.streams.read;
