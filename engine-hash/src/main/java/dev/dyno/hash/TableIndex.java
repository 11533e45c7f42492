package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import org.agrona.DirectBuffer;

/**
 * One table: where its items are, and the order of its sort keys.
 *
 * <p>Threads: as {@link Buckets} and {@link SortPages}. Publication D1: a drop is stored before anything is retired, so
 * a reader that does not see it is inside an epoch that holds back the freeing.
 */
final class TableIndex {

    final TableSpec table;
    final KeyHash hashes;
    /** Places of the newest versions. */
    final Buckets items;
    /** Null in a table without sort keys. */
    final Partitions partitions;
    /** By the writer. */
    long liveItems;
    /** By the writer: of keys and values. */
    long liveBytes;
    private volatile boolean dropped;

    TableIndex(TableSpec table, long seed, Memory memory, Arena arena, Retirement retirement, SortTree trees,
            Store store, HashOptions options) {
        this.table = table;
        hashes = new KeyHash(seed, table.id());
        items = new Buckets(memory, arena, retirement, options,
                place -> store.isSound(place) ? Integer.toUnsignedLong(RecordLayout.HASH.get(store.address(place)))
                        : Buckets.UNKNOWN);
        partitions = table.sorted() ? new Partitions(memory, arena, retirement, trees, hashes, options) : null;
    }

    /**
     * A reader calls it inside its epoch: from then on nothing of the table is freed under it.
     *
     * @throws EngineException.NoSuchTable if it was dropped
     */
    void check() {
        if (dropped) { // sees D1
            throw new EngineException.NoSuchTable(table.name(), " (dropped), id=" + table.id());
        }
    }

    /**
     * The same, and of a snapshot: from then on nothing that it leads to is freed under the reader either.
     *
     * @param point null for the newest state
     * @throws EngineException.Closed if the snapshot is closed
     */
    void check(ReadPoint point) {
        check();
        if (point != null) {
            point.check();
        }
    }

    /**
     * Where a partition lies on the ring of scans: the hash that picks its bucket, read from the lowest bit up, as the
     * upper half. So a bucket is an arc of the ring, and a segment of a scan touches its own buckets only.
     */
    long ringPosition(DirectBuffer partition) {
        long hash = partitions == null ? hashes.ofItem(partition) : hashes.ofPartition(partition);
        return (long) Integer.reverse((int) hash) << Integer.SIZE;
    }

    /** By the writer: gives everything back when no reader can see it. */
    void drop() {
        dropped = true; // publishes D1
        items.retire();
        if (partitions != null) {
            partitions.retire();
        }
    }

    /** At open: as if nothing had been loaded. */
    void clear() {
        items.clear();
        if (partitions != null) {
            partitions.buckets().clear();
        }
        liveItems = 0;
        liveBytes = 0;
    }

    /** Nobody reads any more. */
    void close() {
        items.close();
        if (partitions != null) {
            partitions.buckets().close();
        }
    }
}
