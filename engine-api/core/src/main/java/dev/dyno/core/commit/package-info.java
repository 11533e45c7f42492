/**
 * The commit step that durable engines share: everything the SPI says about writes, once.
 *
 * <p>Read in this order: {@link dev.dyno.core.commit.Index}, {@link dev.dyno.core.commit.Committer},
 * {@link dev.dyno.core.commit.Command}, {@link dev.dyno.core.commit.Applier},
 * {@link dev.dyno.core.commit.Replay}, {@link dev.dyno.core.commit.Catalogue},
 * {@link dev.dyno.core.commit.BatchGate} with {@link dev.dyno.core.commit.SpinWait}; then, inside, CommandQueue,
 * Evaluator and GroupKeys.
 *
 * <p>Depends on {@code core.log} and {@code core.stats}. Knows no engine: an engine plugs in an
 * {@link dev.dyno.core.commit.Index}.
 */
package dev.dyno.core.commit;
