package dev.dyno.lsm;

import dev.dyno.api.TableSpec;
import dev.dyno.lsm.memory.Memtable;
import java.util.List;

/**
 * A memtable that waits for its flush, and the tables as they were when it was sealed: a manifest must not be ahead of
 * the commits that its files have.
 *
 * @param lastSequence of the last commit in it, or before it
 */
record Sealed(Memtable memtable, long lastSequence, List<TableSpec> tables, int highestTableId) {
}
