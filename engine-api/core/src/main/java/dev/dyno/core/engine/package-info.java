/**
 * Bases for engines on the log: what is left to an engine is its index, its reads and its checkpoints.
 *
 * <p>Read in this order: {@link dev.dyno.core.engine.LoggedEngine}, {@link dev.dyno.core.engine.AbstractSession},
 * {@link dev.dyno.core.engine.AbstractTable}, {@link dev.dyno.core.engine.Snapshots}, {@link
 * dev.dyno.core.engine.ReadPoint}.
 *
 * <p>Depends on {@code core.commit} and {@code core.log}.
 */
package dev.dyno.core.engine;
