package dev.dyno.lsm;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.Layout;
import dev.dyno.core.log.LogDump;
import dev.dyno.lsm.table.TableDump;
import dev.dyno.lsm.table.ValueDump;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The engine {@code lsm}: wins writes. */
public final class LsmEngineProvider implements EngineProvider {

    static final String NAME = "lsm";
    static final Set<Capability> CAPABILITIES = Capability.allBut(Capability.ZERO_COPY_READ);

    /** For the service loader. */
    public LsmEngineProvider() {
    }

    @Override
    public Engine open(EngineConfig config) {
        return LsmEngine.open(config);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "log-structured merge tree: off-heap memtables over the shared log, sorted tables with filters";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Option<?>> options() {
        return LsmOptions.ALL;
    }

    @Override
    public Map<String, String> miniature() {
        return LsmOptions.MINIATURE;
    }

    @Override
    public List<Layout> layouts() {
        return Stream.of(LogDump.layouts().stream(), TableDump.layouts().stream(), ManifestDump.layouts().stream())
                .flatMap(layouts -> layouts).toList();
    }

    @Override
    public boolean dump(Disk disk, String file, Dump dump) {
        return LogDump.dump(disk, file, dump) || TableDump.dump(disk, file, dump) || ValueDump.dump(disk, file, dump)
                || ManifestDump.dump(disk, file, dump);
    }
}
