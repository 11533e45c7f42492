package dev.dyno.log;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.Layout;
import dev.dyno.core.log.LogDump;
import dev.dyno.core.log.LogOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How Dyno finds and opens the engine: its jar in {@code plugins/} names it in {@code META-INF/services}. */
public final class LogEngineProvider implements EngineProvider {

    // tutorial: provider
    static final String NAME = "log";
    static final Set<Capability> CAPABILITIES = Capability.allBut(Capability.SNAPSHOT, Capability.ZERO_COPY_READ);
    static final Option<Long> SEGMENT_BYTES = Option.bytes("segment-bytes", 16 << 20, 64 << 10, 1 << 30,
            "size of one file of the log; larger files mean fewer of them and a longer wait when one is made");

    @Override
    public Engine open(EngineConfig config) {
        Option.check(NAME, options(), config.options());
        LogOptions options = LogOptions.of(NAME).withSegmentBytes(SEGMENT_BYTES.in(config).intValue());
        LogEngine engine = new LogEngine(config);
        engine.start(options);
        return engine;
    }
    // tutorial: end

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "append-only log with an ordered index in memory: the tutorial's engine";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Option<?>> options() {
        return List.of(SEGMENT_BYTES);
    }

    @Override
    public Map<String, String> miniature() {
        return Map.of(SEGMENT_BYTES.name(), "64KiB");
    }

    @Override
    public List<Layout> layouts() {
        return LogDump.layouts();
    }

    @Override
    public boolean dump(Disk disk, String file, Dump dump) {
        return LogDump.dump(disk, file, dump);
    }
}
