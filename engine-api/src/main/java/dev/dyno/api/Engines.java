package dev.dyno.api;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;

/** The engines on the class path and among the plug-ins, found by {@link ServiceLoader}. */
public final class Engines {

    private Engines() {
    }

    /** All that the context class loader sees, by name. */
    public static List<EngineProvider> all() {
        return ServiceLoader.load(EngineProvider.class).stream().map(Provider::get)
                .sorted(Comparator.comparing(EngineProvider::name)).toList();
    }

    /** @throws IllegalArgumentException with the nearest name there is */
    public static EngineProvider named(String name) {
        List<EngineProvider> all = all();
        for (EngineProvider provider : all) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("no such engine: name=" + name
                + Names.suggest(name, all.stream().map(EngineProvider::name).toList()));
    }
}
