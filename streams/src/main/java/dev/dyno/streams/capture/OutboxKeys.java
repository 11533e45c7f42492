package dev.dyno.streams.capture;

import dev.dyno.api.Key;
import dev.dyno.api.Range;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keys of the table that an outbox keeps everything in: a partition for each shard, with a sort key for each record and
 * each part of one that is longer than an item may be; the catalogue is at stream 0. Numbers are big-endian, so that
 * their order is that of sort keys. Confined to a thread; a key is valid until the next.
 *
 * <pre>
 * partition  stream u64, shard u64        sort  number u64, part u16
 * </pre>
 *
 * Where batches keep to a partition, that is a pointer, and the record is in another table, in its item's partition:
 *
 * <pre>
 * partition  the item's                   sort  stream u64, shard u64, number u64, part u16
 * </pre>
 */
final class OutboxKeys {

    /** Names that begin with a dot belong to layers. */
    static final String TABLE = ".streams";
    /** Where records lie beside their items. */
    static final String BESIDE_ITEMS = ".changes";
    private static final int PARTITION_BYTES = 16;
    private static final int SORT_BYTES = 10;
    private static final int BESIDE_BYTES = PARTITION_BYTES + SORT_BYTES;

    private final UnsafeBuffer partition = new UnsafeBuffer(new byte[PARTITION_BYTES]);
    private final UnsafeBuffer sort = new UnsafeBuffer(new byte[SORT_BYTES]);
    private final UnsafeBuffer beside = new UnsafeBuffer(new byte[BESIDE_BYTES]);
    private final Key key = new Key();
    private final Range range = new Range();

    Key catalogue() {
        return record(0, 0, 0, 0);
    }

    Key record(long stream, long shard, long number, int part) {
        partition.putLong(0, stream, ByteOrder.BIG_ENDIAN);
        partition.putLong(Long.BYTES, shard, ByteOrder.BIG_ENDIAN);
        sort.putLong(0, number, ByteOrder.BIG_ENDIAN);
        sort.putShort(Long.BYTES, (short) part, ByteOrder.BIG_ENDIAN);
        return key.wrap(partition, 0, PARTITION_BYTES, sort, 0, SORT_BYTES);
    }

    /** Of a record's part in the partition of the item it is about. */
    Key beside(Key about, long stream, long shard, long number, int part) {
        record(stream, shard, number, part);
        beside.putBytes(0, partition, 0, PARTITION_BYTES);
        beside.putBytes(PARTITION_BYTES, sort, 0, SORT_BYTES);
        return key.wrap(about.partition(), 0, about.partition().capacity(), beside, 0, BESIDE_BYTES);
    }

    static boolean isOwn(String table) {
        return table.equals(TABLE) || table.equals(BESIDE_ITEMS);
    }

    /** The youngest record of a shard, by its last part. */
    Range youngest(long stream, long shard) {
        record(stream, shard, 0, 0);
        return range.partition(partition, 0, PARTITION_BYTES).reverse(true).limit(1);
    }

    static long number(Key of) {
        return of.sort().getLong(0, ByteOrder.BIG_ENDIAN);
    }
}
