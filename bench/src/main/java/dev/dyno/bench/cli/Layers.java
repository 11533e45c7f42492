package dev.dyno.bench.cli;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.Names;
import dev.dyno.cache.Caching;
import java.util.List;

/** The layers that a command can put over an engine. */
final class Layers {

    private static final String CACHE = "cache";

    private Layers() {
    }

    /**
     * @param layers the outermost first
     * @throws IllegalArgumentException for an unknown one, with the nearest there is
     */
    static EngineProvider over(EngineProvider engine, List<String> layers) {
        EngineProvider stack = engine;
        for (String layer : layers.reversed()) {
            if (!layer.equals(CACHE)) {
                throw new IllegalArgumentException("no such layer: name=" + layer
                        + Names.suggest(layer, List.of(CACHE)));
            }
            stack = Caching.over(stack);
        }
        return stack;
    }
}
