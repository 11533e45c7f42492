package dev.dyno.cache;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.Layout;
import dev.dyno.cache.store.EntryLayout;
import dev.dyno.cache.store.WideEntryLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A cache over the engines of another provider. Immutable. */
final class CachingProvider implements EngineProvider {

    private final EngineProvider inner;
    private final CacheOptions standard;

    CachingProvider(EngineProvider inner, CacheOptions standard) {
        this.inner = inner;
        this.standard = standard;
    }

    @Override
    public String name() {
        return "cache(" + inner.name() + ")";
    }

    @Override
    public String summary() {
        return "an accelerator in memory over: " + inner.summary();
    }

    @Override
    public Set<Capability> capabilities() {
        return inner.capabilities();
    }

    @Override
    public List<Option<?>> options() {
        List<Option<?>> options = new ArrayList<>(inner.options());
        options.addAll(CacheOptions.ALL);
        return options;
    }

    @Override
    public Engine open(EngineConfig config) {
        Option.check(name(), options(), config.options());
        CacheOptions options = standard.in(config);
        boolean reports = options.mode() == CacheMode.COHERENT
                && inner.capabilities().contains(Capability.COMMIT_LISTENER);
        Caches caches = new Caches(config, options, reports);
        try {
            EngineConfig below = CacheOptions.without(config);
            return new CachingEngine(inner.open(reports ? below.withListener(caches.listener()) : below), caches);
        } catch (RuntimeException | Error e) {
            caches.close();
            throw e;
        }
    }

    @Override
    public List<Layout> layouts() {
        List<Layout> layouts = new ArrayList<>(inner.layouts());
        layouts.add(EntryLayout.LAYOUT);
        layouts.add(WideEntryLayout.LAYOUT);
        return layouts;
    }

    @Override
    public boolean dump(Disk disk, String file, Dump dump) {
        return inner.dump(disk, file, dump);
    }
}
