package dev.dyno.bench.peers.rocksdb;

import dev.dyno.api.EngineConfig;
import java.util.Map;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.Filter;
import org.rocksdb.HyperClockCache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;

/**
 * RocksDB's settings, native, alive as long as the database. What is not set here is RocksDB's default, which its
 * tuning guide calls right for most: 4 KiB blocks, leveled compaction with dynamic level sizes, CRCs checked on reads.
 */
final class RocksSettings implements AutoCloseable {

    private static final double HASH_TABLE_UTIL = 0.75;
    private static final double MEMTABLE_BLOOM = 0.02;
    private static final int CACHE_SHARD_BITS = -1;

    private final EngineConfig config;
    private final Cache cache;
    private final Filter filter;
    private final DBOptions database;
    private final ColumnFamilyOptions family;

    RocksSettings(EngineConfig config) {
        this.config = config;
        long cacheBytes = RocksProvider.BLOCK_CACHE_BYTES.in(config);
        cache = RocksProvider.BLOCK_CACHE.in(config) == RocksProvider.CacheKind.LRU ? new LRUCache(cacheBytes)
                : new HyperClockCache(cacheBytes, 0, CACHE_SHARD_BITS, false);
        int bits = RocksProvider.FILTER_BITS.in(config);
        filter = new BloomFilter(Math.max(bits, 1));
        int parallelism = RocksProvider.PARALLELISM.in(config);
        database = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setIncreaseParallelism(parallelism)
                .setMaxBackgroundJobs(parallelism)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
                .setDataBlockHashTableUtilRatio(HASH_TABLE_UTIL);
        if (bits > 0) {
            table.setFilterPolicy(filter);
        }
        family = new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setWriteBufferSize(RocksProvider.MEMTABLE_BYTES.in(config))
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM)
                .setCompressionType(RocksProvider.COMPRESSION.in(config) == RocksProvider.Compression.LZ4
                        ? CompressionType.LZ4_COMPRESSION : CompressionType.NO_COMPRESSION);
    }

    DBOptions database() {
        return database;
    }

    ColumnFamilyOptions family() {
        return family;
    }

    void describe(Map<String, Object> facts) {
        facts.put("blockCacheBytes", RocksProvider.BLOCK_CACHE_BYTES.in(config));
        facts.put("blockCache", RocksProvider.BLOCK_CACHE.in(config));
        facts.put("compression", RocksProvider.COMPRESSION.in(config));
        facts.put("memtableBytes", RocksProvider.MEMTABLE_BYTES.in(config));
        facts.put("filterBits", RocksProvider.FILTER_BITS.in(config));
        facts.put("blocks", "4 KiB with a hash index for point reads, CRC checked on read");
        facts.put("memtable", "skip list with a Bloom filter of whole keys");
        facts.put("parallelism", RocksProvider.PARALLELISM.in(config));
        facts.put("log", "MEMORY none, PROCESS written not synced, SYNC synced (grouped over threads)");
    }

    /** After the database and its handles. */
    @Override
    public void close() {
        family.close();
        database.close();
        filter.close();
        cache.close();
    }
}
