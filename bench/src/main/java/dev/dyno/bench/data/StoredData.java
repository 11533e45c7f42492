package dev.dyno.bench.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import org.agrona.UnsafeApi;

/**
 * A real data set, mapped from the file that {@link StoredWriter} made.
 *
 * <p>Item {@code n} is stored item {@code n % stored} of copy {@code n / stored}. With one copy the keys are the real
 * ones; with more, eight digits and a slash before the partition key tell the copies apart and keep numbers in the
 * order of keys. Copies beyond the loaded items are those that workloads insert.
 */
final class StoredData implements Dataset {

    private final String name;
    private final long items;
    private final Arena arena = Arena.ofShared();
    private final long start;
    private final long itemRecords;
    private final long partitionRecords;
    private final long stored;
    private final long storedBytes;

    StoredData(String name, long items, Path file) {
        this.name = name;
        this.items = items;
        long size;
        try (FileChannel channel = FileChannel.open(file)) {
            size = channel.size();
            start = channel.map(MapMode.READ_ONLY, 0, size, arena).address();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map data set: file=" + file, e);
        }
        long tail = start + size - StoredWriter.TAIL_BYTES;
        if (size < StoredWriter.TAIL_BYTES || UnsafeApi.getLong(tail) != StoredWriter.MAGIC) {
            throw new IllegalArgumentException("not a data set: file=" + file + ", bytes=" + size);
        }
        stored = UnsafeApi.getLong(tail + 8);
        itemRecords = start + UnsafeApi.getLong(tail + 24);
        partitionRecords = itemRecords + stored * StoredWriter.ITEM_BYTES;
        storedBytes = UnsafeApi.getLong(tail + 32);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long items() {
        return items;
    }

    /** Exact for whole copies; a part of one counts by its share. Copy numbers are counted in. */
    @Override
    public long bytes() {
        long real = (long) ((double) storedBytes * items / stored);
        return copied() ? real + items * StoredItems.COPY_BYTES : real;
    }

    @Override
    public long partitionEnd(long index) {
        long copy = index / stored;
        long record = partitionRecord(itemRecord(index));
        return Math.min(items, copy * stored + UnsafeApi.getLong(record + StoredWriter.PARTITION_END));
    }

    /** A copy of its own: no loaded item shares a partition with it. */
    @Override
    public long insertBase() {
        return (items + stored - 1) / stored * stored;
    }

    @Override
    public Items openItems() {
        return new StoredItems(this);
    }

    @Override
    public void close() {
        arena.close();
    }

    /** Whether there is more than one copy among the loaded items. */
    boolean copied() {
        return items > stored;
    }

    long copy(long index) {
        return index / stored;
    }

    long itemRecord(long index) {
        return itemRecords + index % stored * StoredWriter.ITEM_BYTES;
    }

    long partitionRecord(long itemRecord) {
        int partition = UnsafeApi.getInt(itemRecord + StoredWriter.ITEM_PARTITION);
        return partitionRecords + (long) partition * StoredWriter.PARTITION_BYTES;
    }

    long start() {
        return start;
    }
}
