package dev.dyno.bench.serve;

import dev.dyno.api.Durability;
import dev.dyno.api.Option;
import dev.dyno.cache.policy.PolicyKind;
import java.util.Map;

/**
 * What an endpoint serves.
 *
 * @param engine by name
 * @param engineOptions by name
 * @param directory of the data; empty: in memory
 * @param capture of streams: {@code none}, {@code ring}, {@code log}, {@code outbox}; empty: the engine's best
 * @param cache its size, such as {@code 64MiB}; empty: none
 * @param upstream address of an endpoint to put a cache before; empty: serve an engine
 * @param region in names of resources
 * @param statusMillis how long tables and indexes stay CREATING, UPDATING or DELETING
 * @param throttled whether provisioned throughput is enforced
 * @param replicationMillis how late reads that are not consistent may be
 */
public record ServeOptions(String engine, Map<String, String> engineOptions, String directory, Durability durability,
        String capture, String cache, PolicyKind policy, String upstream, String region, long statusMillis,
        boolean throttled, long replicationMillis) {

    private static final long UPSTREAM_BYTES = 256L << 20;

    public ServeOptions(String engine, Map<String, String> engineOptions, String directory, Durability durability,
            String capture, String cache, PolicyKind policy, String upstream, String region) {
        this(engine, engineOptions, directory, durability, capture, cache, policy, upstream, region, 0, false, 0);
    }

    /** An engine in a directory, or in memory if it is empty, with streams from its log or an outbox. */
    public static ServeOptions of(String engine, String directory) {
        return new ServeOptions(engine, Map.of(), directory, Durability.PROCESS, "", "", PolicyKind.LRU, "",
                "us-east-1");
    }

    boolean isMemory() {
        return directory.isEmpty();
    }

    boolean isCached() {
        return !cache.isEmpty() || !upstream.isEmpty();
    }

    /** @throws IllegalArgumentException for what is no size */
    long cacheBytes() {
        if (cache.isEmpty()) {
            return UPSTREAM_BYTES;
        }
        try {
            return Option.parseBytes(cache);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("not a size: cache=" + cache + ", form=64MiB", e);
        }
    }
}
