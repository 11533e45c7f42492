package dev.dyno.bench.peers.chronicle;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.peers.PeerStore;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/** A table is a map from composite keys to values. */
final class ChronicleStore extends PeerStore implements AutoCloseable {

    /** A partition key of 16 bytes, a sort key of 8 and the head: only the mean, which cuts memory into chunks. */
    private static final double KEY_BYTES = 26;
    /** Hashes do not fall evenly, and items are not all of the mean size: segments grow up to so many times. */
    private static final double BLOAT = 4;

    static {
        // Chronicle's libraries call home when they start, unless told not to.
        System.setProperty("chronicle.analytics.disable", "true");
    }

    final ChronicleMap<byte[], byte[]> map;

    ChronicleStore(TableSpec spec, EngineConfig config) {
        super(spec);
        map = ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name(spec.name())
                .entries(ChronicleProvider.EXPECTED_ITEMS.in(config))
                .averageKeySize(KEY_BYTES)
                .averageValueSize(ChronicleProvider.EXPECTED_BYTES.in(config))
                .maxBloatFactor(BLOAT)
                .putReturnsNull(true)
                .create();
    }

    @Override
    public void close() {
        map.close();
    }
}
