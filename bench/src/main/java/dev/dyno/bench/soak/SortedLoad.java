package dev.dyno.bench.soak;

import dev.dyno.api.Engine;
import dev.dyno.api.Key;
import dev.dyno.bench.data.Dataset;
import dev.dyno.bench.data.Items;
import dev.dyno.bench.workload.Lane;
import dev.dyno.lsm.BulkLoad;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;

/**
 * All items of a data set as one bulk load of the engine lsm: in the order that {@link BulkLoad} asks for, which is by
 * partition hash. Items of a partition have neighbouring numbers, in the order of their sort keys, so only partitions
 * are sorted: when this is made, before anybody looks at the clock.
 *
 * <p>Threads: the owner's.
 */
final class SortedLoad implements AutoCloseable {

    private record Partition(long hash, byte[] key, long first) {
    }

    private static final Comparator<Partition> SCAN_ORDER = (a, b) -> {
        int order = Long.compareUnsigned(a.hash, b.hash);
        order = order != 0 ? order : Integer.compare(a.key.length, b.key.length);
        return order != 0 ? order : Arrays.compareUnsigned(a.key, b.key);
    };

    private final Dataset data;
    private final Items items;
    /** The first item of each partition. */
    private final long[] firsts;
    private final BulkLoad load;
    private int partition;
    private long next;
    private long end;
    private long remaining;

    /** @throws IllegalArgumentException if the engine is another one, or has layers over it */
    SortedLoad(Engine engine, Dataset data) {
        this.data = data;
        items = data.openItems();
        firsts = LongStream.iterate(0, first -> first < data.items(), data::partitionEnd)
                .mapToObj(this::partition).sorted(SCAN_ORDER).mapToLong(Partition::first).toArray();
        remaining = data.items();
        load = BulkLoad.begin(engine, Lane.TABLE);
    }

    private Partition partition(long first) {
        Key key = items.key(first);
        byte[] bytes = new byte[key.partition().capacity()];
        key.partition().getBytes(0, bytes);
        return new Partition(key.partitionHash(), bytes, first);
    }

    long remaining() {
        return remaining;
    }

    void addNext() {
        if (next == end) {
            next = firsts[partition++];
            end = data.partitionEnd(next);
        }
        DirectBuffer value = items.value(next, 0);
        load.add(items.key(next++), value, 0, value.capacity());
        remaining--;
    }

    /** Brings them into the table, durably. */
    void commit() {
        load.commit();
    }

    @Override
    public void close() {
        load.close();
    }
}
