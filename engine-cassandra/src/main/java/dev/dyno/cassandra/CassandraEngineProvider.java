package dev.dyno.cassandra;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.layout.Layout;
import java.util.List;
import java.util.Set;

/** The engine {@code cassandra}: the same tables beyond one machine, on Apache Cassandra through its Java driver. */
public final class CassandraEngineProvider implements EngineProvider {

    static final String NAME = "cassandra";

    /**
     * What cannot be had of it: a read point over partitions, a commit over partitions, a report of every change in
     * commit order; and what a remote engine has no use for. {@code docs/decisions/0080-tables-on-cassandra.md}.
     */
    private static final Set<Capability> CAPABILITIES = Capability.allBut(Capability.SNAPSHOT,
            Capability.ATOMIC_BATCH_ACROSS_PARTITIONS, Capability.COMMIT_LISTENER, Capability.ZERO_COPY_READ,
            Capability.INJECTED_DISK, Capability.LOCAL);

    /** Made by {@link java.util.ServiceLoader}. */
    public CassandraEngineProvider() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Apache Cassandra, beyond one machine; every durability is the acknowledgement of a quorum of replicas";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Option<?>> options() {
        return CassandraOptions.ALL;
    }

    @Override
    public Engine open(EngineConfig config) {
        Option.check(NAME, options(), config.options());
        if (!config.listeners().isEmpty()) {
            throw new EngineException.Unsupported(NAME, Capability.COMMIT_LISTENER);
        }
        Home home = Home.open(config);
        boolean opened = false;
        try {
            Engine engine = CassandraEngine.open(config, home);
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                home.close();
            }
        }
    }

    @Override
    public List<Layout> layouts() {
        return List.of(FileHeader.LAYOUT, HomeLayout.LAYOUT);
    }

    @Override
    public boolean dump(Disk disk, String file, Dump dump) {
        return Home.dump(disk, file, dump);
    }
}
