/**
 * The write-ahead log.
 *
 * <p>Read in this order: {@link dev.dyno.core.log.Log}, {@link dev.dyno.core.log.LogOptions},
 * {@link dev.dyno.core.log.FrameWriter}, {@link dev.dyno.core.log.FrameView},
 * {@link dev.dyno.core.log.FrameVisitor}, {@link dev.dyno.core.log.LogEnd}, {@link dev.dyno.core.log.LogDump}; then,
 * inside, FrameLayout, AnchorLayout, Anchors, OperationLayout, SegmentLayout, Segment, Segments, Ahead,
 * LogRecovery, MarkLayout, Mark, Failure.
 *
 * <p>Depends on {@code api.disk}, {@code api.memory}, {@code api.run}, {@code api.layout}. Knows nothing of conditions,
 * listeners or indexes; see {@code core.commit}.
 */
package dev.dyno.core.log;
