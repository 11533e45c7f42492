package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import org.agrona.UnsafeApi;

/**
 * Brings what changes that follow will need into the cache: the buckets of their items, and the pages of sort keys that
 * they go to. Of several changes the same step is made for all before the next one, see {@link ReadAhead}. Of a single
 * one the waits overlap with each other, and with the building of its frame for the log.
 *
 * <p>What it looks at may be another key's: nothing depends on it but time.
 *
 * <p>Threads: the writer.
 */
final class WriteAhead implements AutoCloseable {

    static final int CHANGES_MAX = 8;

    private final Arena arena;
    private final Region region;
    private final Probe probe;
    private final long[] hashes = new long[CHANGES_MAX];
    private final long[] buckets = new long[CHANGES_MAX];
    private int count;
    private boolean isFirst;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    WriteAhead(Memory memory, Arena arena) {
        this.arena = arena;
        region = memory.map(Probe.BYTES, "hash writer ahead", false);
        probe = new Probe(region.address());
    }

    /** Changes are judged, before they go to the log. */
    void groupBegins() {
        isFirst = true;
    }

    /** Most groups are one put: it is looked ahead for here, and the log takes its frame while memory answers. */
    void judged(TableIndex table, Key key) {
        if (isFirst) {
            isFirst = false;
            add(table, key);
            run();
        }
    }

    /** A change of this item comes. {@link #run} before there are more than {@link #CHANGES_MAX}. */
    void add(TableIndex table, Key key) {
        probe.set(key, table.hashes);
        touched += table.items.touch(probe.hash);
        if (table.partitions != null) {
            Buckets partitions = table.partitions.buckets();
            hashes[count] = table.hashes.ofPartition(probe.address, probe.partitionLength);
            buckets[count] = partitions.bucket(hashes[count], partitions.state());
            touched += UnsafeApi.getLong(buckets[count]);
            count++;
        }
    }

    /** For those that were added. */
    void run() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long place = Buckets.candidate(buckets[i], hashes[i]);
            buckets[i] = place == 0 ? 0 : arena.address(place);
            sum += place == 0 ? 0 : PartitionLayout.ROOT.get(buckets[i]);
        }
        for (int i = 0; i < count; i++) {
            sum += buckets[i] == 0 ? 0 : SortPages.touchEnd(arena, buckets[i]);
        }
        touched += sum;
        count = 0;
    }

    @Override
    public void close() {
        region.close();
    }
}
