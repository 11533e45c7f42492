/**
 * Memory found before its writer comes to it.
 *
 * <p>Read in this order: {@link dev.dyno.core.memory.FreshMemory}. Depends on {@code api.memory}.
 */
package dev.dyno.core.memory;
