/**
 * What capture costs a writer, and what a stream's readers get, in JMH runs of their own.
 *
 * <p>Read in this order: {@link dev.dyno.bench.jmh.streams.CaptureCost}.
 */
package dev.dyno.bench.jmh.streams;
