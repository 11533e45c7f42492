package dev.dyno.bench.peers.chronicle;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.MemoryEngine;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerSession;
import dev.dyno.bench.peers.PeerTable;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** One map per table. */
final class ChronicleEngine extends MemoryEngine<ChronicleStore> {

    /** An entry must fit into the chunks of one segment: DynamoDB's item does, the SPI's 2 MiB do not. */
    private static final Limits LIMITS = new Limits(Limits.FULL.partitionBytes(), Limits.FULL.sortBytes(), 400 << 10,
            Limits.FULL.batchOperations(), Limits.FULL.batchBytes());

    private final EngineConfig config;

    ChronicleEngine(ChronicleProvider provider, EngineConfig config, PeerHome home) {
        super(provider, config, home, LIMITS);
        this.config = config;
        adoptAll(home);
    }

    @Override
    protected ChronicleStore allocate(TableSpec spec) {
        return new ChronicleStore(spec, config);
    }

    @Override
    protected void free(ChronicleStore store) {
        store.close();
    }

    @Override
    protected PeerSession<ChronicleStore> newSession(int number) {
        return new ChronicleSession(this, number);
    }

    @Override
    protected void settings(Map<String, Object> facts) {
        facts.put("durability kept", "none: MEMORY");
        facts.put("entries", ChronicleProvider.EXPECTED_ITEMS.in(config));
        facts.put("averageValueSize", ChronicleProvider.EXPECTED_BYTES.in(config));
    }

    @Override
    protected Map<String, Object> facts(ChronicleStore store) {
        return Map.of("items", store.map.longSize(), "segments", store.map.segments(),
                "offHeapBytes", store.map.offHeapMemoryUsed());
    }

    @Override
    protected EngineStats addStats(EngineStats stats) {
        long items = 0;
        long bytes = 0;
        for (ChronicleStore store : stores()) {
            items += store.map.longSize();
            bytes += store.map.offHeapMemoryUsed();
        }
        return stats.with(Counter.LIVE_ITEMS, items).with(Counter.MEMORY_BYTES, bytes);
    }

    /** Holds the arrays that keys and values are handed over in: Chronicle takes and fills whole ones. */
    static final class ChronicleSession extends PeerSession<ChronicleStore> {

        private byte[] exactKey = {};
        private byte[] exactValue = {};

        ChronicleSession(ChronicleEngine engine, int number) {
            super(engine, number, new UnsafeBuffer(new byte[CompositeKey.BYTES_MAX]));
        }

        /** The composite key of the operation under way; good until the next one. */
        byte[] exactKey() {
            if (exactKey.length != keyLength()) {
                exactKey = new byte[keyLength()];
            }
            key().getBytes(0, exactKey);
            return exactKey;
        }

        /** An array of this length, whose contents are anything; good until the next one. */
        byte[] exactValue(int length) {
            if (exactValue.length != length) {
                exactValue = new byte[length];
            }
            return exactValue;
        }

        @Override
        protected PeerTable newTable(ChronicleStore store) {
            return new ChronicleTable(this, store);
        }

        @Override
        protected long apply(WriteBatch batch, WriteBatch.Operation scratch, Durability level) {
            throw new AssertionError("batches are denied");
        }

        @Override
        protected void release() {
            // Nothing native of its own.
        }
    }
}
