package dev.dyno.streams.capture;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.Option;
import dev.dyno.streams.record.ViewType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How streams are kept. Immutable; {@code with…} copies.
 *
 * @param capture how changes get into streams
 * @param everyTable empty: off until switched on for a table; one view type: switched on for every table,
 *     unless nothing is captured
 * @param shards a stream begins with, one for each part of the partition hashes: a power of two, 1 to 1,024
 * @param shardBytes a shard is closed and its child opened when it holds so much; a ring's size
 * @param shardAgeMillis a shard is closed and its child opened when it is so old
 * @param retentionMillis how long a record can be read
 */
public record StreamOptions(CaptureKind capture, Set<ViewType> everyTable, int shards, int shardBytes,
        long shardAgeMillis, long retentionMillis) {

    private static final int SHARDS_MAX = 1024;
    private static final int SHARD_BYTES_MIN = 4096;
    private static final int SHARD_BYTES_MAX = 1 << 30;
    private static final long HOUR_MILLIS = 3_600_000;

    private static final Option<Integer> SHARDS = Option.integer("stream-shards", 4, 1, SHARDS_MAX,
            "shards a stream begins with, a power of two; more let more consumers share it");
    private static final Option<Long> SHARD_BYTES = Option.bytes("stream-shard-bytes", 16 << 20, SHARD_BYTES_MIN,
            SHARD_BYTES_MAX, "a shard rolls over at this size, a power of two; for ring its size");

    /** What can be set by name over {@link StreamOptions} given in a program. */
    public static final List<Option<?>> ALL = List.of(SHARDS, SHARD_BYTES);

    /** Shards that roll over in the shortest workload. */
    public static final Map<String, String> MINIATURE =
            Map.of(SHARD_BYTES.name(), Integer.toString(SHARD_BYTES_MIN), SHARDS.name(), "2");

    public StreamOptions {
        everyTable = everyTable.isEmpty() || capture == CaptureKind.NONE ? Set.of()
                : Set.copyOf(EnumSet.copyOf(everyTable));
        check("everyTable", everyTable.size(), 0, 1);
        check("shards", shards, 1, SHARDS_MAX);
        check("shardBytes", shardBytes, SHARD_BYTES_MIN, SHARD_BYTES_MAX);
        check("shardAgeMillis", shardAgeMillis, 1, Long.MAX_VALUE);
        check("retentionMillis", retentionMillis, 1, Long.MAX_VALUE);
        if (Integer.bitCount(shards) != 1 || Integer.bitCount(shardBytes) != 1) {
            throw new IllegalArgumentException(
                    "not a power of two: shards=" + shards + ", shardBytes=" + shardBytes);
        }
    }

    /** As DynamoDB has it: records are kept for 24 hours, shards roll after 4; 4 shards of 16 MiB. */
    public static StreamOptions of(CaptureKind capture) {
        return new StreamOptions(capture, Set.of(), 4, 16 << 20, 4 * HOUR_MILLIS, 24 * HOUR_MILLIS);
    }

    public StreamOptions withEveryTable(ViewType view) {
        return new StreamOptions(capture, Set.of(view), shards, shardBytes, shardAgeMillis, retentionMillis);
    }

    public StreamOptions withShards(int other) {
        return new StreamOptions(capture, everyTable, other, shardBytes, shardAgeMillis, retentionMillis);
    }

    public StreamOptions withShardBytes(int other) {
        return new StreamOptions(capture, everyTable, shards, other, shardAgeMillis, retentionMillis);
    }

    public StreamOptions withShardAgeMillis(long other) {
        return new StreamOptions(capture, everyTable, shards, shardBytes, other, retentionMillis);
    }

    public StreamOptions withRetentionMillis(long other) {
        return new StreamOptions(capture, everyTable, shards, shardBytes, shardAgeMillis, other);
    }

    /** These, with what a configuration sets by name. */
    public StreamOptions in(EngineConfig config) {
        Map<String, String> given = config.options();
        return new StreamOptions(capture, everyTable,
                given.containsKey(SHARDS.name()) ? SHARDS.in(config) : shards,
                given.containsKey(SHARD_BYTES.name()) ? Math.toIntExact(SHARD_BYTES.in(config)) : shardBytes,
                shardAgeMillis, retentionMillis);
    }

    /** The configuration for the engine below, which does not know these options. */
    public static EngineConfig without(EngineConfig config) {
        Map<String, String> rest = new LinkedHashMap<>(config.options());
        ALL.forEach(option -> rest.remove(option.name()));
        return config.withOptions(rest);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "stream option out of range: " + name + "=" + value + ", allowed=" + min + " to " + max);
        }
    }
}
