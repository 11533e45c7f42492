package dev.dyno.streams.capture;

import dev.dyno.streams.record.ViewType;
import java.util.List;

/**
 * A stream as it is now.
 *
 * @param id never used again; of one table's streams the latest is the greatest
 * @param enabled whether it captures; if not, it can be read until its records are trimmed
 * @param shards oldest first, parents before children
 */
public record StreamDescription(long id, String table, ViewType view, boolean enabled, List<ShardDescription> shards) {

    public StreamDescription {
        shards = List.copyOf(shards);
    }
}
