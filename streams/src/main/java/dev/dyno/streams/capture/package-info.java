/**
 * How changes get into streams, and where the records lie.
 *
 * <p>Read in this order: {@link dev.dyno.streams.capture.CaptureKind}, {@link dev.dyno.streams.capture.StreamOptions},
 * {@link dev.dyno.streams.capture.Capture}, {@link dev.dyno.streams.capture.Captures},
 * {@link dev.dyno.streams.capture.StreamDescription}, {@link dev.dyno.streams.capture.ShardDescription},
 * {@link dev.dyno.streams.capture.RecordSource}, {@link dev.dyno.streams.capture.StreamException}; inside, {@code
 * ListenerCapture}, {@code LogCapture}, {@code FileShard}, {@code LogLoading}.
 *
 * <p>Depends on {@code api} and {@code streams.record}; knows nothing of iterators or consumers.
 */
package dev.dyno.streams.capture;
