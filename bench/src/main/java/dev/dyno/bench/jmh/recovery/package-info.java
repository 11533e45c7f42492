/**
 * How long an engine takes to be there again.
 *
 * <p>Read in this order: {@link dev.dyno.bench.jmh.recovery.ReopenAfterKill}, then {@code LogLoad} (the process that is
 * killed).
 */
package dev.dyno.bench.jmh.recovery;
