package dev.dyno.hash;

import dev.dyno.api.memory.Memory;
import org.agrona.UnsafeApi;

/**
 * The partitions of one table that has sort keys, by the hash of their key: where a query begins. Threads: changes by
 * the writer, {@link #find} by readers inside an epoch, too.
 */
final class Partitions {

    private final Buckets buckets;
    private final Arena arena;
    private final SortTree trees;
    private final KeyHash hashes;

    Partitions(Memory memory, Arena arena, Retirement retirement, SortTree trees, KeyHash hashes,
            HashOptions options) {
        this.arena = arena;
        this.trees = trees;
        this.hashes = hashes;
        buckets = new Buckets(memory, arena, retirement, options,
                place -> Integer.toUnsignedLong(PartitionLayout.HASH.get(arena.address(place))));
    }

    /** The head of a partition, or 0. */
    long find(long partition, int length) {
        long hash = hashes.ofPartition(partition, length);
        while (true) {
            long state = buckets.state();
            long slot = search(buckets.bucket(hash, state), hash, partition, length);
            if (slot != 0) {
                // The entry may be gone meanwhile: then it was there when the search began.
                long entry = UnsafeApi.getLongAcquire(null, slot); // sees H1
                long head = entry == 0 ? 0 : arena.address(entry & Buckets.PLACE_MASK);
                if (head != 0 && isOf(head, partition, length)) {
                    return head;
                }
            } else if (!buckets.hasMoved(state)) {
                return 0;
            }
            Thread.onSpinWait();
        }
    }

    private long search(long first, long hash, long partition, int length) {
        for (long bucket = first; bucket != 0; bucket = buckets.next(bucket)) {
            for (int i = 0; i < Buckets.SLOTS; i++) {
                long entry = Buckets.entry(bucket, i);
                if (entry != 0 && ((entry ^ hash) & ~Buckets.PLACE_MASK) == 0
                        && isOf(arena.address(entry & Buckets.PLACE_MASK), partition, length)) {
                    return bucket + (long) i * Buckets.ENTRY_BYTES;
                }
            }
        }
        return 0;
    }

    private static boolean isOf(long head, long partition, int length) {
        return PartitionLayout.PARTITION_LENGTH.get(head) == length
                && Records.equal(head + PartitionLayout.LENGTH, partition, length);
    }

    /** Brings what an insert will need into the cache. @return what it found there, to keep the loads alive */
    long touch(Probe probe) {
        long head = find(probe.address, probe.partitionLength);
        if (head == 0) {
            return 0;
        }
        return SortPages.touchRoot(arena, head);
    }

    /** By the writer: an item of this key is about to come. */
    void insert(Probe probe) {
        long head = find(probe.address, probe.partitionLength);
        if (head != 0) {
            trees.insert(head, probe.sortAddress(), probe.sortLength());
            return;
        }
        long hash = hashes.ofPartition(probe.address, probe.partitionLength);
        head = trees.create(probe.address, probe.partitionLength, (int) hash);
        trees.insert(head, probe.sortAddress(), probe.sortLength());
        buckets.add(hash, arena.place(head));
    }

    /** By the writer: the item of this key is gone. */
    void remove(Probe probe) {
        long hash = hashes.ofPartition(probe.address, probe.partitionLength);
        long slot = search(buckets.bucket(hash, buckets.state()), hash, probe.address, probe.partitionLength);
        if (slot == 0) {
            return;
        }
        long head = arena.address(UnsafeApi.getLong(slot) & Buckets.PLACE_MASK);
        trees.remove(head, probe.sortAddress(), probe.sortLength());
        if (PartitionLayout.KEYS.get(head) == 0) {
            buckets.remove(slot);
            trees.retire(head);
        }
    }

    /** By the writer: brings all sort keys in order. */
    void settle() {
        buckets.forEachPlace(place -> trees.settle(arena.address(place)));
    }

    /** By the writer: the table is gone. */
    void retire() {
        buckets.forEachPlace(place -> trees.retire(arena.address(place)));
        buckets.retire();
    }

    /** The root page of a partition's tree. */
    long root(long head) {
        return arena.address(PartitionLayout.ROOT.getAcquire(head)); // sees V2
    }

    /** The head that an entry leads to. */
    long head(long entry) {
        return arena.address(entry & Buckets.PLACE_MASK);
    }

    /** By the writer. */
    Buckets buckets() {
        return buckets;
    }
}
