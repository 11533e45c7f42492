/**
 * A hash index over segments of records: the engine {@code hash}.
 *
 * <p>Read in this order: {@link dev.dyno.hash.HashEngineProvider}; then, inside, RecordLayout, Store, Buckets,
 * ItemReader, HashIndex; for queries PartitionLayout, SortPages, SortTree, SortRun, CopiedRun, ItemCursor, RunCursor,
 * QueryCursor; for puts WriteAhead, MemoryAhead, NextRegion; for scans RingWalk, ScanCursor; then Checkpointer,
 * CheckpointLoader, IndexImageLoader, Warmer, Reclaimer, HashCheck.
 *
 * <p>Depends on engine-core: its log is the durability until a checkpoint has the records, its commit step is the only
 * writer, and this package is the index under it.
 */
package dev.dyno.hash;
