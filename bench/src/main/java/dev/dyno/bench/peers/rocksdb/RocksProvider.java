package dev.dyno.bench.peers.rocksdb;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import java.util.List;
import java.util.Set;

/** RocksDB: a log-structured merge tree, through rocksdbjni and direct buffers. */
public final class RocksProvider extends PeerProvider {

    enum CacheKind { HYPER_CLOCK, LRU }

    enum Compression { NONE, LZ4 }

    static final Option<Long> BLOCK_CACHE_BYTES = Option.bytes("block-cache-bytes", 512L << 20, 1 << 20, 1L << 40,
            "Uncompressed blocks kept in memory, of all tables together.");
    static final Option<CacheKind> BLOCK_CACHE = Option.choice("block-cache", CacheKind.HYPER_CLOCK,
            "Hyper-clock takes no lock on a hit, which RocksDB recommends for many threads.");
    static final Option<Compression> COMPRESSION = Option.choice("compression", Compression.NONE,
            "None, because the engines it is compared with store bytes as they are.");
    static final Option<Long> MEMTABLE_BYTES = Option.bytes("memtable-bytes", 64L << 20, 1 << 20, 4L << 30,
            "Of one memtable; two may be full while a third is written.");
    static final Option<Integer> PARALLELISM = Option.integer("parallelism", 2, 1, 64,
            "Threads for flushes and compactions.");
    static final Option<Integer> FILTER_BITS = Option.integer("filter-bits", 10, 0, 20,
            "Bits of the Bloom filter per key; 10 let one absent key in a hundred through. 0: none.");

    /** For the service loader. */
    public RocksProvider() {
    }

    @Override
    public String name() {
        return "rocksdb";
    }

    @Override
    public String summary() {
        return "RocksDB 11: log-structured merge tree (rocksdbjni)";
    }

    /** What needs a read and a write at one commit point needs its slower transactional variants: denied. */
    @Override
    public Set<Capability> capabilities() {
        return Capability.allBut(Capability.CONDITION_PRESENCE, Capability.CONDITION_SEQUENCE,
                Capability.CONDITION_VALUE, Capability.CONDITION_PREDICATE, Capability.UPDATE, Capability.RETURN_OLD,
                Capability.COMMIT_LISTENER, Capability.ZERO_COPY_READ, Capability.INJECTED_DISK);
    }

    @Override
    public List<Option<?>> options() {
        return List.of(BLOCK_CACHE_BYTES, BLOCK_CACHE, COMPRESSION, MEMTABLE_BYTES, PARALLELISM, FILTER_BITS);
    }

    @Override
    protected Engine open(EngineConfig config, PeerHome home) {
        return RocksEngine.open(this, config, home);
    }
}
