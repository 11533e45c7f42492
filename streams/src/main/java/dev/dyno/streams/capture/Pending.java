package dev.dyno.streams.capture;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.streams.record.Changes;
import dev.dyno.streams.record.ViewType;

/**
 * A record that found no space on a full disk. Its commit is in the engine's log already, so it waits in memory; if the
 * process ends first, the engine's replay brings it again. No further write is admitted meanwhile, so there are never
 * more of them than one group of commits has.
 */
record Pending(ChangeStream stream, int slot, Region region, int length) {

    static Pending of(Memory memory, ChangeStream stream, long number, long millis, Kind kind, Key key,
            ItemView oldItem, ItemView newItem) {
        ViewType view = stream.view;
        int length = Changes.length(view, key, oldItem, newItem);
        Region region = memory.map(Changes.aligned(length), "change without space", false);
        Changes.encode(region.address(), number, millis, view, kind, key, oldItem, newItem, true);
        return new Pending(stream, ShardDescription.slot(key.partitionHash()), region, length);
    }

    long number() {
        return Changes.numberAt(region.address());
    }
}
