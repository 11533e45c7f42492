package dev.dyno.cache;

import dev.dyno.api.EngineProvider;

/**
 * Puts a cache over any engine:
 *
 * <pre>{@code
 * EngineProvider cached = Caching.over(Engines.named("btree"), CacheOptions.STANDARD.withBytes(256 << 20, 160));
 * Engine engine = cached.open(EngineConfig.at(directory));
 * }</pre>
 */
public final class Caching {

    private Caching() {
    }

    /** A provider named {@code cache(inner)}, with the engine's options and its own. */
    public static EngineProvider over(EngineProvider inner, CacheOptions options) {
        return new CachingProvider(inner, options);
    }

    public static EngineProvider over(EngineProvider inner) {
        return over(inner, CacheOptions.STANDARD);
    }
}
