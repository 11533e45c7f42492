package dev.dyno.hash;

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

/** The engine {@code hash}: wins point reads. */
public final class HashEngineProvider implements EngineProvider {

    static final String NAME = "hash";
    static final Set<Capability> CAPABILITIES = Capability.allBut(Capability.ZERO_COPY_READ);

    /** For the service loader. */
    public HashEngineProvider() {
    }

    @Override
    public Engine open(EngineConfig config) {
        return HashEngine.open(config);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "off-heap hash index over segments of records: a point read is one probe and one copy";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Option<?>> options() {
        return HashOptions.ALL;
    }

    @Override
    public Map<String, String> miniature() {
        return Map.of("segment-bytes", "64KiB", "memory-bytes", "1MiB", "index-bytes", "64MiB", "huge-pages", "false",
                "log-segment-bytes", "64KiB", "checkpoint-bytes", "64KiB", "reclaim-percent", "20");
    }

    @Override
    public List<Layout> layouts() {
        return Stream.concat(LogDump.layouts().stream(), Stream.of(SegmentLayout.LAYOUT, RecordLayout.LAYOUT,
                ManifestLayout.LAYOUT, ManifestTableLayout.LAYOUT, ManifestSegmentLayout.LAYOUT,
                PartitionLayout.LAYOUT, IndexImageLayout.LAYOUT, IndexClassLayout.LAYOUT, IndexTableLayout.LAYOUT,
                IndexBucketsLayout.LAYOUT, IndexChunkLayout.LAYOUT)).toList();
    }

    @Override
    public boolean dump(Disk disk, String file, Dump dump) {
        return LogDump.dump(disk, file, dump) || StoreDump.dump(disk, file, dump);
    }
}
