package dev.dyno.bench.peers.xodus;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import java.util.List;
import java.util.Set;

/** JetBrains Xodus: a copy-on-write tree appended to a log, with snapshot isolation. */
public final class XodusProvider extends PeerProvider {

    static final Option<Long> CACHE_BYTES = Option.bytes("cache-bytes", 512L << 20, 1 << 20, 1L << 40,
            "Log pages kept in the heap; the heap of the process must have room for them.");

    /** For the service loader. */
    public XodusProvider() {
    }

    @Override
    public String name() {
        return "xodus";
    }

    @Override
    public String summary() {
        return "JetBrains Xodus 2: copy-on-write tree in a log, pure Java";
    }

    @Override
    public Set<Capability> capabilities() {
        return Capability.allBut(Capability.CONDITION_SEQUENCE, Capability.COMMIT_LISTENER, Capability.ZERO_COPY_READ,
                Capability.INJECTED_DISK);
    }

    @Override
    public List<Option<?>> options() {
        return List.of(CACHE_BYTES);
    }

    @Override
    protected Engine open(EngineConfig config, PeerHome home) {
        return XodusEngine.open(this, config, home);
    }
}
