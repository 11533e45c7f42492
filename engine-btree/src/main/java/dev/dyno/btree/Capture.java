package dev.dyno.btree;

import dev.dyno.api.Snapshot;
import java.util.BitSet;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;

/**
 * What a checkpoint writes, taken between two commit groups.
 *
 * @param snapshot keeps the pages as they are at its sequence
 * @param trees that there are, with their counts at that moment
 * @param highestTableId ever given
 * @param nextPage all page numbers are below this
 * @param inTree pages of the trees
 * @param changed those of them that changed since the checkpoint before
 * @param liveLarge units of large values in use
 * @param freshLarge large values stored since the checkpoint before, by place: lengths
 * @param heldLarge places that are free when the checkpoint is durable
 * @param logBytes appended to the log since open
 */
record Capture(Snapshot snapshot, List<TableState> trees, int highestTableId, int nextPage, BitSet inTree,
        BitSet changed, BitSet liveLarge, Long2LongHashMap freshLarge, LongArrayList heldLarge, long logBytes) {

    long sequence() {
        return snapshot.sequence();
    }

    boolean hasChanges() {
        return !changed.isEmpty() || !freshLarge.isEmpty();
    }
}
