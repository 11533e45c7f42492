package dev.dyno.bench.jmh.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.FlushOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** RocksDB by hand, with the settings that the peer has by default, through direct buffers. */
final class RocksLoop extends Loop {

    private static final int HEAD_BYTES = 2;
    private static final long CACHE_BYTES = 512L << 20;

    private final ByteBuffer keyBytes = ByteBuffer.allocateDirect(HEAD_BYTES + PARTITION_BYTES + SORT_BYTES);
    private final UnsafeBuffer key = new UnsafeBuffer(keyBytes);
    private final ByteBuffer valueBytes = ByteBuffer.allocateDirect(VALUE_BYTES);
    private final UnsafeBuffer valueView = new UnsafeBuffer(valueBytes);
    private final ByteBuffer foundBytes = ByteBuffer.allocateDirect(HEAD_BYTES + PARTITION_BYTES + SORT_BYTES);
    private final UnsafeBuffer found = new UnsafeBuffer(foundBytes);
    private final HyperClockCache cache;
    private final BloomFilter filter;
    private final ReadOptions reads;
    private final WriteOptions writes;
    private final Options options;
    private final RocksDB database;

    RocksLoop(Path directory) throws RocksDBException {
        RocksDB.loadLibrary(); // before the first native object
        cache = new HyperClockCache(CACHE_BYTES, 0, -1, false);
        filter = new BloomFilter(10);
        reads = new ReadOptions();
        writes = new WriteOptions();
        options = new Options().setCreateIfMissing(true).setIncreaseParallelism(2).setMaxBackgroundJobs(2)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setMemtableWholeKeyFiltering(true).setMemtablePrefixBloomSizeRatio(0.02)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter)
                        .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
                        .setDataBlockHashTableUtilRatio(0.75));
        database = RocksDB.open(options, directory.toString());
    }

    private ByteBuffer keyOf(long item) {
        key.putShort(0, (short) PARTITION_BYTES, ByteOrder.BIG_ENDIAN);
        partitionOf(item, key, HEAD_BYTES);
        sortOf(item, key, HEAD_BYTES + PARTITION_BYTES);
        return keyBytes.clear();
    }

    @Override
    long get(long item) {
        try {
            int length = database.get(reads, keyOf(item), valueBytes.clear());
            return check(valueView, 0, length, item);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    long put(long item) {
        valueView.putBytes(0, valueOf(item), 0, VALUE_BYTES);
        try {
            database.put(writes, keyOf(item), valueBytes.clear());
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
        return item;
    }

    @Override
    long query(long item) {
        long expected = item - item % PER_PARTITION;
        long sum = 0;
        try (RocksIterator iterator = database.newIterator(reads)) {
            iterator.seek(keyOf(item).limit(HEAD_BYTES + PARTITION_BYTES));
            while (iterator.isValid() && inPartition(iterator)) {
                sum += check(valueView, 0, iterator.value(valueBytes.clear()), expected++);
                iterator.next();
            }
        }
        return sum;
    }

    private boolean inPartition(RocksIterator iterator) {
        iterator.key(foundBytes.clear());
        return found.getShort(0) == key.getShort(0)
                && found.getLong(HEAD_BYTES) == key.getLong(HEAD_BYTES)
                && found.getLong(HEAD_BYTES + Long.BYTES) == key.getLong(HEAD_BYTES + Long.BYTES);
    }

    @Override
    void settle() {
        try (FlushOptions flush = new FlushOptions()) {
            database.flush(flush);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        database.close();
        options.close();
        reads.close();
        writes.close();
        filter.close();
        cache.close();
    }
}
