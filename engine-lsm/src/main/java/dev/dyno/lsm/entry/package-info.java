/**
 * What memtables and tables have in common: keys to look for, and walks over entries in key order.
 *
 * <p>Read in this order: {@link dev.dyno.lsm.entry.EntryKind}, {@link dev.dyno.lsm.entry.KeyHash},
 * {@link dev.dyno.lsm.entry.Probe}, {@link dev.dyno.lsm.entry.Answer}, {@link dev.dyno.lsm.entry.Scratch},
 * {@link dev.dyno.lsm.entry.Source}.
 *
 * <p>Depends on {@code core.key} and {@code core.page}. Knows nothing of files or threads.
 */
package dev.dyno.lsm.entry;
