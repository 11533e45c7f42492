package dev.dyno.bench.data;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keys and values of a real data set, straight from the mapped file unless a copy number or a missing key asks for
 * changed bytes. A value that was read is checked by its length and its hash, which touches every byte of the answer
 * but not the original: comparing the two would measure a second read of cold memory.
 */
final class StoredItems implements Items {

    /** Eight digits and a slash. */
    static final int COPY_BYTES = 9;
    private static final int COPIES_MAX = 100_000_000;

    private final StoredData data;
    private final UnsafeBuffer value = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[
            COPY_BYTES + Key.PARTITION_BYTES_MAX + Key.SORT_BYTES_MAX + 1]);
    private final UnsafeBuffer mapped = new UnsafeBuffer(0, 0);
    private final Key key = new Key();

    StoredItems(StoredData data) {
        this.data = data;
    }

    @Override
    public Key key(long index) {
        long item = data.itemRecord(index);
        long partition = data.partitionRecord(item);
        long copy = data.copy(index);
        long partitionAddress = data.start() + UnsafeApi.getLong(partition);
        int partitionLength = UnsafeApi.getInt(partition + StoredWriter.PARTITION_LENGTH);
        long sortAddress = data.start() + UnsafeApi.getLong(item);
        int sortLength = UnsafeApi.getInt(item + StoredWriter.ITEM_SORT);
        if (copy == 0 && !data.copied()) {
            return key.wrap(partitionAddress, partitionLength, sortAddress, sortLength);
        }
        return copiedKey(copy, partitionAddress, partitionLength, sortAddress, sortLength);
    }

    private Key copiedKey(long copy, long partitionAddress, int partitionLength, long sortAddress, int sortLength) {
        if (copy >= COPIES_MAX) {
            throw new IllegalArgumentException("too many copies: copy=" + copy + ", limit=" + COPIES_MAX);
        }
        scratch.putNaturalPaddedIntAscii(0, COPY_BYTES - 1, (int) copy);
        scratch.putByte(COPY_BYTES - 1, (byte) '/');
        mapped.wrap(partitionAddress, partitionLength);
        scratch.putBytes(COPY_BYTES, mapped, 0, partitionLength);
        mapped.wrap(sortAddress, sortLength);
        return key.wrap(scratch, 0, COPY_BYTES + partitionLength, mapped, 0, sortLength);
    }

    /** The item's sort key and one byte more: byte 1 is in no name, and no code point has five bytes. */
    @Override
    public Key missingKey(long index) {
        key(index);
        int partition = key.partition().capacity();
        int sort = key.sort().capacity();
        scratch.putBytes(0, key.partition(), 0, partition);
        scratch.putBytes(partition, key.sort(), 0, sort);
        scratch.putByte(partition + sort, (byte) 1);
        return key.wrap(scratch, 0, partition, scratch, partition, sort + 1);
    }

    @Override
    public DirectBuffer value(long index, long version) {
        long item = data.itemRecord(index);
        int sort = UnsafeApi.getInt(item + StoredWriter.ITEM_SORT);
        value.wrap(data.start() + UnsafeApi.getLong(item) + sort, UnsafeApi.getInt(item + StoredWriter.ITEM_VALUE));
        return value;
    }

    @Override
    public boolean isValue(long index, DirectBuffer found) {
        long item = data.itemRecord(index);
        return found.capacity() == UnsafeApi.getInt(item + StoredWriter.ITEM_VALUE)
                && Bytes.hash(found, 0, found.capacity()) == UnsafeApi.getLong(item + StoredWriter.ITEM_HASH);
    }
}
