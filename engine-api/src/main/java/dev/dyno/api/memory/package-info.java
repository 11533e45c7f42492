/**
 * Off-heap memory, injected.
 *
 * <p>Read in this order: {@link dev.dyno.api.memory.Memory}, {@link dev.dyno.api.memory.Region},
 * {@link dev.dyno.api.memory.SystemMemory}, {@link dev.dyno.api.memory.GuardedMemory},
 * {@link dev.dyno.api.memory.Touch}, {@link dev.dyno.api.memory.Posix}.
 */
package dev.dyno.api.memory;
