package dev.dyno.bench.data;

import dev.dyno.api.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.factory.primitive.LongLists;
import org.eclipse.collections.api.list.primitive.MutableLongList;

/**
 * Writes a real data set to a file that can be mapped. The file lives as long as a race and is read on the machine
 * that wrote it: numbers are in native order.
 *
 * <p>Layout: the bytes of all partition keys, then per item sort key and value, then one record per item, one per
 * partition, and at the very end the tail. See the constants for the records.
 */
final class StoredWriter {

    /** Item: position of its bytes (8), hash of the value (8), bytes of sort key (4), value (4), partition (4), 0. */
    static final int ITEM_BYTES = 32;
    static final int ITEM_HASH = 8;
    static final int ITEM_SORT = 16;
    static final int ITEM_VALUE = 20;
    static final int ITEM_PARTITION = 24;

    /** Partition: position of its key (8), number of the first item behind it (8), key bytes (4), 0. */
    static final int PARTITION_BYTES = 24;
    static final int PARTITION_END = 8;
    static final int PARTITION_LENGTH = 16;

    /** Tail: magic (8), items (8), partitions (8), position of the item records (8), bytes of keys and values (8). */
    static final int TAIL_BYTES = 40;
    static final long MAGIC = 0x3130617461446E44L;

    private final List<RealItem> items;
    private final ByteBuffer itemRecords;
    private final MutableLongList partitionEnds = LongLists.mutable.empty();
    private final List<byte[]> partitions = new ArrayList<>();
    private long liveBytes;

    private StoredWriter(List<RealItem> items) {
        this.items = items;
        this.itemRecords = ByteBuffer.allocate(Math.multiplyExact(items.size(), ITEM_BYTES))
                .order(ByteOrder.nativeOrder());
    }

    /** @param count how many of the items at most; 0: all */
    static void write(Path file, List<RealItem> source, long count) throws IOException {
        List<RealItem> chosen = new ArrayList<>(count == 0 || count >= source.size()
                ? source : subset(source, Math.toIntExact(count)));
        chosen.sort(RealItem.BY_KEY);
        new StoredWriter(chosen).write(file);
    }

    /** The items whose numbers in key order mix to the least values: the same on every machine for equal sources. */
    private static List<RealItem> subset(List<RealItem> source, int count) {
        List<RealItem> sorted = new ArrayList<>(source);
        sorted.sort(RealItem.BY_KEY);
        return IntLists.mutable.ofAll(IntStream.range(0, sorted.size()))
                .sortThis((a, b) -> Long.compare(SplitMix.mix(a), SplitMix.mix(b)))
                .primitiveStream().limit(count).mapToObj(sorted::get).toList();
    }

    private void write(Path file) throws IOException {
        findPartitions();
        long position = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (byte[] key : partitions) {
                out.write(key);
                position += key.length;
            }
            int partition = 0;
            for (int i = 0; i < items.size(); i++) {
                RealItem item = items.get(i);
                partition += i == partitionEnds.get(partition) ? 1 : 0;
                byte[] value = item.value().read();
                out.write(item.sort());
                out.write(value);
                itemRecords.putLong(position).putLong(Bytes.hash(new UnsafeBuffer(value), 0, value.length))
                        .putInt(item.sort().length).putInt(value.length).putInt(partition).putInt(0);
                position += item.sort().length + value.length;
                liveBytes += item.partition().length + item.sort().length + value.length;
            }
        }
        // Records are read as words: aligned, so that no read crosses a cache line.
        long start = position + (Long.BYTES - 1) & -Long.BYTES;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(itemRecords.flip(), start);
            channel.write(partitionRecordsAndTail(start), start + itemRecords.limit());
        }
    }

    private void findPartitions() {
        for (int i = 0; i < items.size(); i++) {
            byte[] key = items.get(i).partition();
            if (partitions.isEmpty() || !Arrays.equals(partitions.getLast(), key)) {
                if (!partitions.isEmpty()) {
                    partitionEnds.add(i);
                }
                partitions.add(key);
            }
        }
        partitionEnds.add(items.size());
    }

    private ByteBuffer partitionRecordsAndTail(long itemRecordsPosition) {
        ByteBuffer records = ByteBuffer.allocate(partitions.size() * PARTITION_BYTES + TAIL_BYTES)
                .order(ByteOrder.nativeOrder());
        long position = 0;
        for (int i = 0; i < partitions.size(); i++) {
            records.putLong(position).putLong(partitionEnds.get(i)).putInt(partitions.get(i).length).putInt(0);
            position += partitions.get(i).length;
        }
        records.putLong(MAGIC).putLong(items.size()).putLong(partitions.size()).putLong(itemRecordsPosition)
                .putLong(liveBytes);
        return records.flip();
    }
}
