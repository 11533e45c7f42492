/**
 * Processes that are really killed: the proof that writes acknowledged at PROCESS survive {@code kill -9}. Works for
 * every engine that is found by name, peers included.
 *
 * <p>Read in this order: {@link dev.dyno.kit.kill.KillRounds}, {@link dev.dyno.kit.kill.KillTarget}.
 */
package dev.dyno.kit.kill;
