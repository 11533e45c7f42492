package dev.dyno.bench.peers.chronicle;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import dev.dyno.bench.peers.Sizing;
import java.util.List;
import java.util.Set;

/**
 * Chronicle Map in memory. It keeps no order, has no transactions and no point that several writers agree on, so all
 * but single puts, gets and deletes is denied.
 */
public final class ChronicleProvider extends PeerProvider {

    private static final int ITEMS = 100_000;
    private static final int ITEMS_MAX = 1_000_000_000;
    private static final int ITEM_BYTES = 256;
    private static final int ITEM_BYTES_MAX = 1 << 20;

    static final Option<Integer> EXPECTED_ITEMS = Option.integer(Sizing.ITEMS, ITEMS, 1, ITEMS_MAX,
            "The size of a table is fixed when it is made: as many items as it will ever hold.");
    static final Option<Integer> EXPECTED_BYTES = Option.integer(Sizing.ITEM_BYTES, ITEM_BYTES, 1, ITEM_BYTES_MAX,
            "The mean size of a value, which decides how finely memory is cut into chunks.");

    /** For the service loader. */
    public ChronicleProvider() {
    }

    @Override
    public String name() {
        return "chronicle";
    }

    @Override
    public String summary() {
        return "Chronicle Map in memory, point operations only, nothing durable";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.CHANGES_TABLES, Capability.LOCAL);
    }

    @Override
    public List<Option<?>> options() {
        return List.of(EXPECTED_ITEMS, EXPECTED_BYTES);
    }

    @Override
    protected Engine open(EngineConfig config, PeerHome home) {
        return new ChronicleEngine(this, config, home);
    }
}
