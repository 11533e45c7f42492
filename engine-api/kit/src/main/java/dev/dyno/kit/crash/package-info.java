/**
 * Crashes: kills, power cuts, failing syncs, full disks and flipped bits at every operation on an engine's disk, and
 * the oracle that says what may be left.
 *
 * <p>Read in this order: {@link dev.dyno.kit.crash.CrashMatrix}, {@link dev.dyno.kit.crash.CrashMode},
 * {@link dev.dyno.kit.crash.CrashResult}; for crashes of one's own, {@link dev.dyno.kit.crash.CrashStand}.
 */
package dev.dyno.kit.crash;
