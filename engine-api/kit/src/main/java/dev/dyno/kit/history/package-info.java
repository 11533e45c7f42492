/**
 * Concurrent histories and whether they can be explained: recorded without clocks, checked for linearizability key by
 * key, or over all keys where batches and snapshots are in them.
 *
 * <p>Read in this order: {@link dev.dyno.kit.history.Call}, {@link dev.dyno.kit.history.History},
 * {@link dev.dyno.kit.history.Sequential}, {@link dev.dyno.kit.history.Linearizability},
 * {@link dev.dyno.kit.history.Action}, {@link dev.dyno.kit.history.Registers}.
 */
package dev.dyno.kit.history;
