package dev.dyno.bench.peers.mvstore;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.bench.peers.PeerHome;
import dev.dyno.bench.peers.PeerProvider;
import java.util.List;
import java.util.Set;

/** H2's MVStore: a copy-on-write B-tree of Java objects that is appended to a file in chunks. */
public final class MvProvider extends PeerProvider {

    static final Option<Integer> CACHE_MEGABYTES = Option.integer("cache-mib", 512, 1, 1 << 20,
            "Pages kept in the heap; the heap of the process must have room for them.");
    static final Option<Integer> COMMIT_BUFFER_KILOBYTES = Option.integer("commit-buffer-kib", 16 << 10, 0, 1 << 20,
            "At MEMORY: unsaved changes at which a writer saves them itself, beside the background save each second.");

    /** For the service loader. */
    public MvProvider() {
    }

    @Override
    public String name() {
        return "mvstore";
    }

    @Override
    public String summary() {
        return "H2 MVStore 2: copy-on-write B-tree of Java objects, pure Java";
    }

    /** Readers of the latest commit may see a batch half applied: so there is no batch that applies as one. */
    @Override
    public Set<Capability> capabilities() {
        return Capability.allBut(Capability.CONDITION_SEQUENCE, Capability.ATOMIC_BATCH,
                Capability.ATOMIC_BATCH_ACROSS_PARTITIONS, Capability.ATOMIC_BATCH_ACROSS_TABLES,
                Capability.COMMIT_LISTENER, Capability.INJECTED_DISK);
    }

    @Override
    public List<Option<?>> options() {
        return List.of(CACHE_MEGABYTES, COMMIT_BUFFER_KILOBYTES);
    }

    @Override
    protected Engine open(EngineConfig config, PeerHome home) {
        return MvEngine.open(this, config, home);
    }
}
