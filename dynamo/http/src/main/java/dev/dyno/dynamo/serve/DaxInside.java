package dev.dyno.dynamo.serve;

import dev.dyno.api.run.Clock;
import dev.dyno.dynamo.dax.Dax;
import java.util.List;
import java.util.Map;

/**
 * An accelerator before another endpoint.
 *
 * @param upstream its address
 */
public record DaxInside(Dax dax, Clock clock, String upstream) implements Inside {

    @Override
    public Map<String, Object> status() {
        return Map.of("title", "cache before " + upstream, "engine", "dax", "nanos", clock.nanoTime(), "counters",
                Map.of(), "meanings", Map.of(), "cache", dax.metrics().byName());
    }

    @Override
    public Map<String, Object> shape() {
        return Map.of("kind", "dax", "name", upstream, "facts", Map.of("items", dax.itemEntries(), "results",
                dax.resultEntries()), "children", List.of());
    }
}
