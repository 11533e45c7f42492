package dev.dyno.bench.serve;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.cache.CachingEngine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A provider of caches that remembers the one it opened: below another layer nobody else could ask it what it did. */
final class WatchedCache implements EngineProvider {

    private final EngineProvider inner;
    private CachingEngine opened;

    WatchedCache(EngineProvider inner) {
        this.inner = inner;
    }

    /** The last one that was opened. */
    Optional<CachingEngine> opened() {
        return Optional.ofNullable(opened);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String summary() {
        return inner.summary();
    }

    @Override
    public Set<Capability> capabilities() {
        return inner.capabilities();
    }

    @Override
    public List<Option<?>> options() {
        return inner.options();
    }

    @Override
    public Engine open(EngineConfig config) {
        Engine engine = inner.open(config);
        opened = engine instanceof CachingEngine caching ? caching : opened;
        return engine;
    }
}
