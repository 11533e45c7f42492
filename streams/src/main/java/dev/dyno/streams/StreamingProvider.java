package dev.dyno.streams;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.Layout;
import dev.dyno.streams.capture.Capture;
import dev.dyno.streams.capture.Captures;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.Changes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens the engine below with a capture listening. */
final class StreamingProvider implements EngineProvider {

    private final EngineProvider inner;
    private final StreamOptions options;

    StreamingProvider(EngineProvider inner, StreamOptions options) {
        this.inner = inner;
        this.options = options;
    }

    @Override
    public String name() {
        return "streams(" + inner.name() + ")";
    }

    @Override
    public String summary() {
        return inner.summary() + "; changes captured: " + options.capture().guarantee();
    }

    @Override
    public Set<Capability> capabilities() {
        return inner.capabilities();
    }

    @Override
    public List<Option<?>> options() {
        List<Option<?>> all = new ArrayList<>(inner.options());
        all.addAll(StreamOptions.ALL);
        return all;
    }

    @Override
    public Map<String, String> miniature() {
        Map<String, String> all = new HashMap<>(inner.miniature());
        all.putAll(StreamOptions.MINIATURE);
        return all;
    }

    @Override
    public Engine open(EngineConfig config) {
        Option.check(name(), options(), config.options());
        StreamOptions chosen = options.in(config);
        for (Capability denied : chosen.capture().lacks(inner.capabilities())) {
            throw new EngineException.Unsupported(inner.name(), denied);
        }
        Capture capture = Captures.of(chosen);
        Engine engine = null;
        try {
            engine = inner.open(capture.listening(StreamOptions.without(config)));
            capture.start(engine);
            StreamingEngine streaming = new StreamingEngine(engine, config, chosen, capture);
            streaming.switchOn();
            return streaming;
        } catch (RuntimeException | Error e) {
            if (engine != null) {
                engine.close();
            }
            capture.close();
            throw e;
        }
    }

    @Override
    public List<Layout> layouts() {
        List<Layout> all = new ArrayList<>(inner.layouts());
        all.add(Changes.layout());
        return all;
    }

    @Override
    public boolean dump(Disk disk, String file, Dump dump) {
        return inner.dump(disk, file, dump);
    }
}
