package dev.dyno.dynamo.serve;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineStats;
import dev.dyno.api.Shape;
import dev.dyno.api.run.Clock;
import dev.dyno.cache.CachingEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine and its cache. Threads: any. */
public final class EngineInside implements Inside {

    /** A structure of a million nodes is no picture. */
    private static final int CHILDREN_MAX = 64;

    private final Engine engine;
    private final Optional<CachingEngine> cache;
    private final Clock clock;
    private final String title;

    /**
     * @param engine with all its layers
     * @param cache the layer that is one, if there is
     * @param title where the data are, for people
     */
    public EngineInside(Engine engine, Optional<CachingEngine> cache, Clock clock, String title) {
        this.engine = engine;
        this.cache = cache;
        this.clock = clock;
        this.title = title;
    }

    @Override
    public Map<String, Object> status() {
        EngineStats stats = engine.stats();
        Map<String, Object> counters = new LinkedHashMap<>();
        Map<String, Object> meanings = new LinkedHashMap<>();
        for (EngineStats.Counter counter : EngineStats.Counter.values()) {
            if (stats.has(counter)) {
                counters.put(counter.name(), stats.get(counter));
                meanings.put(counter.name(), counter.meaning());
            }
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("title", title);
        status.put("engine", engine.name());
        status.put("nanos", clock.nanoTime());
        status.put("counters", counters);
        status.put("meanings", meanings);
        cache.ifPresent(layer -> status.put("cache", layer.metrics().byName()));
        return status;
    }

    @Override
    public Map<String, Object> shape() {
        return tree(engine.describe());
    }

    private static Map<String, Object> tree(Shape shape) {
        List<Shape> children = shape.children();
        Map<String, Object> facts = new LinkedHashMap<>(shape.facts());
        if (children.size() > CHILDREN_MAX) {
            facts.put("notShown", children.size() - CHILDREN_MAX);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", shape.kind());
        tree.put("name", shape.name());
        tree.put("facts", facts);
        tree.put("children", children.stream().limit(CHILDREN_MAX).map(EngineInside::tree).toList());
        return tree;
    }
}
