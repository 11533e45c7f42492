/**
 * What to merge with what: pure functions from the sorted runs of a table to the next task, and a simulator that runs
 * them without data.
 *
 * <p>Read in this order: {@link dev.dyno.lsm.compact.FileInfo}, {@link dev.dyno.lsm.compact.RunInfo},
 * {@link dev.dyno.lsm.compact.Task}, {@link dev.dyno.lsm.compact.DropRate},
 * {@link dev.dyno.lsm.compact.Picker}, {@link dev.dyno.lsm.compact.Policy},
 * {@link dev.dyno.lsm.compact.Simulator}; inside, Leveled, Tiered, LazyLeveled.
 *
 * <p>Depends on nothing: an engine tells it what there is and does what it says.
 */
package dev.dyno.lsm.compact;
