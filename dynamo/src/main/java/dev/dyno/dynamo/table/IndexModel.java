package dev.dyno.dynamo.table;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A secondary index. Immutable.
 *
 * @param engineTable where its entries are
 * @param projection {@code ALL}, {@code KEYS_ONLY} or {@code INCLUDE}
 * @param included attributes of {@code INCLUDE}
 * @param state {@code CREATING} while it is backfilled, {@code ACTIVE}, or {@code DELETING}
 */
public record IndexModel(String name, String engineTable, boolean global, KeySchema keys, String projection,
        List<String> included, Throughput throughput, String state) {

    public IndexModel {
        included = List.copyOf(included);
    }

    public boolean projectsAll() {
        return projection.equals("ALL");
    }

    public boolean isActive() {
        return state.equals("ACTIVE");
    }

    /** The projected attributes' names in UTF-8, besides all keys. */
    public List<byte[]> includedUtf8() {
        return included.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList();
    }

    public IndexModel withState(String other) {
        return new IndexModel(name, engineTable, global, keys, projection, included, throughput, other);
    }

    public IndexModel withThroughput(Throughput other) {
        return new IndexModel(name, engineTable, global, keys, projection, included, other, state);
    }
}
