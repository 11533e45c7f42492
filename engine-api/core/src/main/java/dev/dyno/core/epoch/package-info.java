/**
 * When off-heap memory may be used again.
 *
 * <p>Read in this order: {@link dev.dyno.core.epoch.Epochs}. Depends on {@code api.memory}.
 */
package dev.dyno.core.epoch;
