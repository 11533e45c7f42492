/**
 * A log-structured merge tree: the engine {@code lsm}. Commits go to the shared log and to a memtable; full memtables
 * become sorted tables; tables are merged.
 *
 * <p>Read in this order: {@link dev.dyno.lsm.LsmEngineProvider}; {@link dev.dyno.lsm.BulkLoad}; then, inside,
 * LsmOptions, LsmEngine, LsmIndex, Version, Versions, Lookup, LsmCursor with SourceMerge, Retention, VersionSink,
 * Flusher, Edits, ManifestLayout, Manifests.
 *
 * <p>Depends on engine-core: the log is the durability, the commit step is the only writer, and this package is the
 * index under it. {@code lsm.memory} has the memtables, {@code lsm.table} the files, {@code lsm.compact} the choice of
 * what to merge.
 */
package dev.dyno.lsm;
