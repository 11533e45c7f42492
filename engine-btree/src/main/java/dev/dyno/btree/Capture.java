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
 * @param freshPages taken since the checkpoint before
 * @param largeEnd where large values end
 * @param freshLarge large values stored since the checkpoint before, by place: lengths
 * @param heldLarge places that are free when the checkpoint is durable
 */
record Capture(Snapshot snapshot, List<TableState> trees, int highestTableId, int nextPage, BitSet freshPages,
        long largeEnd, Long2LongHashMap freshLarge, LongArrayList heldLarge) {

    long sequence() {
        return snapshot.sequence();
    }
}
