/**
 * What capture costs a writer, and what a stream's readers get, in JMH runs of their own.
 *
 * <p>Read in this order: {@link dev.dyno.bench.jmh.streams.CaptureCost}, {@link
 * dev.dyno.bench.jmh.streams.AppendAndTail}; inside, {@code Transport}.
 */
package dev.dyno.bench.jmh.streams;
