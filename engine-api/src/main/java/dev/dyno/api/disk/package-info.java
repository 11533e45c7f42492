/**
 * The disk, injected.
 *
 * <p>Read in this order: {@link dev.dyno.api.disk.Disk}, {@link dev.dyno.api.disk.DiskFile},
 * {@link dev.dyno.api.disk.FileDisk}, {@link dev.dyno.api.disk.MemoryDisk}, {@link dev.dyno.api.disk.FaultyDisk},
 * {@link dev.dyno.api.disk.MeteredDisk}, {@link dev.dyno.api.disk.TracingDisk}.
 *
 * <p>Depends on {@code api.memory}; knows no engine.
 */
package dev.dyno.api.disk;
