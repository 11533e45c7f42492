package dev.dyno.bench.soak;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What is loaded into what.
 *
 * @param options of the engine, by name
 * @param items of ycsb, each put once, in random order
 * @param budget after so long the load ends, with however many items it has
 * @param bulk whether the items go in sorted, as one bulk load of the engine lsm, which goes on to its end
 * @param directory empty or not there yet; left as it is
 */
public record SoakPlan(EngineProvider engine, Map<String, String> options, long items, int valueBytes,
        Durability durability, Duration budget, boolean bulk, Path directory, long seed) {

    public SoakPlan {
        if (items < 1 || valueBytes < 1) {
            throw new IllegalArgumentException("out of range: items=" + items + ", value=" + valueBytes
                    + ", allowed=at least 1 and 1");
        }
        options = Map.copyOf(options);
    }
}
