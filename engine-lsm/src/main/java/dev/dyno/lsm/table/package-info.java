/**
 * Table files: immutable, sorted, checked, read in place.
 *
 * <p>Read in this order: BlockLayout, {@link dev.dyno.lsm.table.TableFormat}, {@link dev.dyno.lsm.table.FilterKind},
 * {@link dev.dyno.lsm.table.FilterAllocation},
 * {@link dev.dyno.lsm.table.Codec}, {@link dev.dyno.lsm.table.TableWriter}, {@link dev.dyno.lsm.table.ValueFiles},
 * {@link dev.dyno.lsm.table.SeparatingWriter}, {@link dev.dyno.lsm.table.TableFile},
 * {@link dev.dyno.lsm.table.BlockCache}, {@link dev.dyno.lsm.table.Reading}, {@link dev.dyno.lsm.table.Level}, {@link
 * dev.dyno.lsm.table.LevelSource}, {@link dev.dyno.lsm.table.TableCheck}, {@link dev.dyno.lsm.table.TableDump},
 * {@link dev.dyno.lsm.table.ValueDump};
 * inside, RunLayout, EntryView, Block, BlockWriter, IndexLayout, BlockIndex, BloomFilter, FuseFilter, Packer,
 * PropertiesLayout, PointerLayout, ValueFile, FooterLayout.
 *
 * <p>Depends on {@code lsm.entry}. Knows nothing of versions, memtables or threads.
 */
package dev.dyno.lsm.table;
