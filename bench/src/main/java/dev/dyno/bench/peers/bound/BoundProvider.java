package dev.dyno.bench.peers.bound;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import java.util.List;
import java.util.Set;

/** A bare hash table off the heap: not an engine to choose, but the scale that shows how far the others could go. */
public final class BoundProvider extends PeerProvider {

    static final Option<Boolean> HUGE_PAGES = Option.flag("huge-pages", true,
            "Asks for huge pages for every region of 2 MiB and more.");

    /** For the service loader. */
    public BoundProvider() {
    }

    @Override
    public String name() {
        return "bound";
    }

    @Override
    public String summary() {
        return "a bare off-heap hash table, nothing durable: the upper bound for point operations";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.CHANGES_TABLES, Capability.LOCAL);
    }

    @Override
    public List<Option<?>> options() {
        return List.of(HUGE_PAGES);
    }

    @Override
    protected Engine open(EngineConfig config, PeerHome home) {
        return new BoundEngine(this, config, home);
    }
}
