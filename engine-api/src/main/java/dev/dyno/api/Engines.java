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

    /**
     * Looks no further than the first of that name: to look through the whole class path for others would be most of an
     * endpoint's start.
     *
     * @throws IllegalArgumentException with the nearest name there is
     */
    public static EngineProvider named(String name) {
        return ServiceLoader.load(EngineProvider.class).stream().map(Provider::get)
                .filter(provider -> provider.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such engine: name=" + name
                        + Names.suggest(name, all().stream().map(EngineProvider::name).toList())));
    }
}
