package dev.dyno.btree;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.Layout;
import dev.dyno.core.log.LogDump;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The engine {@code btree}: wins reads and queries. */
public final class BTreeEngineProvider implements EngineProvider {

    static final String NAME = "btree";
    static final Set<Capability> CAPABILITIES = Capability.allBut(Capability.ZERO_COPY_READ);

    /** For the service loader. */
    public BTreeEngineProvider() {
    }

    @Override
    public Engine open(EngineConfig config) {
        return BTreeEngine.open(config);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "B+tree of off-heap pages over the shared log: reads and snapshots without locks";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Option<?>> options() {
        return BTreeOptions.ALL;
    }

    @Override
    public Map<String, String> miniature() {
        return BTreeOptions.MINIATURE;
    }

    @Override
    public List<Layout> layouts() {
        return Stream.concat(LogDump.layouts().stream(), Stream.of(PageLayout.LAYOUT, ImageLayout.LAYOUT,
                MapLayout.LAYOUT, MapTableLayout.LAYOUT, MapPageLayout.LAYOUT, MapRangeLayout.LAYOUT)).toList();
    }

    @Override
    public boolean dump(Disk disk, String file, Dump dump) {
        return LogDump.dump(disk, file, dump) || TreeDump.dump(disk, file, dump);
    }
}
