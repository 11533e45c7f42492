/**
 * A B+tree of off-heap pages: the engine {@code btree}.
 *
 * <p>Read in this order: {@link dev.dyno.btree.BTreeEngineProvider}; then, inside, PageLayout, PageReader, Pages,
 * PageState, BufferManager, TreeReader, BatchReader, PageWriter, TreeWriter, Splits, Merges, Extents with Gaps,
 * ValueMemory and LargeMoves, BTreeCursor with LeafRun, Checkpointer with PageCopies, PageImage and Places, TreeCheck,
 * TreeDump with PageDump.
 *
 * <p>Depends on engine-core: the log is the durability, the commit step is the only writer, and this package is the
 * index under it.
 */
package dev.dyno.btree;
