/**
 * Memtables: commits in memory, in key order, until they are flushed. One writer, readers without locks.
 *
 * <p>Read in this order: {@link dev.dyno.lsm.memory.Chunks}, {@link dev.dyno.lsm.memory.Memtable},
 * {@link dev.dyno.lsm.memory.MemtableKind}, {@link dev.dyno.lsm.memory.MemIndex},
 * {@link dev.dyno.lsm.memory.MemSource}; inside, RecordLayout, Arena, NodeLayout, Node, MemTree, TowerLayout, SkipList.
 *
 * <p>Depends on {@code lsm.entry}. Knows nothing of files.
 */
package dev.dyno.lsm.memory;
