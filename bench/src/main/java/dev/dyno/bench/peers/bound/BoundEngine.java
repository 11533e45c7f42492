package dev.dyno.bench.peers.bound;

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
import java.nio.ByteBuffer;
import java.util.Map;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One {@link BoundStore} per table. */
final class BoundEngine extends MemoryEngine<BoundStore> {

    private final EngineConfig config;

    BoundEngine(BoundProvider provider, EngineConfig config, PeerHome home) {
        super(provider, config, home, Limits.FULL);
        this.config = config;
        adoptAll(home);
    }

    @Override
    protected BoundStore allocate(TableSpec spec) {
        return new BoundStore(spec, config.memory(), BoundProvider.HUGE_PAGES.in(config));
    }

    @Override
    protected void free(BoundStore store) {
        store.close();
    }

    @Override
    protected PeerSession<BoundStore> newSession(int number) {
        return new BoundSession(this, number);
    }

    @Override
    protected void settings(Map<String, Object> facts) {
        facts.put("durability kept", "none: MEMORY");
        facts.put("hugePages", BoundProvider.HUGE_PAGES.in(config));
        facts.put("table", Segment.COUNT + " segments, linear probing, 8-byte tags, at most half full");
    }

    @Override
    protected EngineStats addStats(EngineStats stats) {
        return stats.with(Counter.MEMORY_BYTES, config.memory().outstandingBytes());
    }

    /** Holds the buffer into which values are copied out. */
    static final class BoundSession extends PeerSession<BoundStore> {

        private static final int VALUE_BYTES = 4096;

        private final ExpandableDirectByteBuffer value = new ExpandableDirectByteBuffer(VALUE_BYTES);

        BoundSession(BoundEngine engine, int number) {
            super(engine, number, new UnsafeBuffer(ByteBuffer.allocateDirect(CompositeKey.BYTES_MAX)));
        }

        ExpandableDirectByteBuffer value() {
            return value;
        }

        @Override
        protected PeerTable newTable(BoundStore store) {
            return new BoundTable(this, store);
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
