package dev.dyno.bench;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.cache.CacheOptions;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.streams.capture.CaptureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of one subject of a race: what captures its changes, and the cache over that. A variable of the race, so
 * each part can be {@link #NONE}.
 *
 * @param capture {@code none}, {@code ring}, {@code log}, {@code outbox}
 * @param cache {@code none}, or its memory and, after a colon, its policy: {@code 64MiB}, {@code 64MiB:sieve}
 */
public record LayerStack(String capture, String cache) {

    public static final String NONE = "none";
    /** The engine alone. */
    public static final LayerStack BARE = new LayerStack(NONE, NONE);

    /** @throws IllegalArgumentException for a capture, size or policy that is none, with what is allowed */
    public LayerStack {
        Layers.capture(capture);
        if (!cache.equals(NONE)) {
            CacheOptions.STANDARD.withPolicy(policy(cache)).withBytes(bytes(cache),
                    CacheOptions.STANDARD.entryBytes());
        }
    }

    /** Every capture with every cache, in this order. */
    public static List<LayerStack> all(List<String> captures, List<String> caches) {
        List<LayerStack> all = new ArrayList<>();
        for (String cache : caches) {
            for (String capture : captures) {
                all.add(new LayerStack(capture, cache));
            }
        }
        return all.stream().distinct().toList();
    }

    public boolean isBare() {
        return equals(BARE);
    }

    /** As {@link Layers#over} takes them. */
    public List<String> layers() {
        List<String> layers = new ArrayList<>();
        if (!cache.equals(NONE)) {
            layers.add(Layers.CACHE);
        }
        if (!capture.equals(NONE)) {
            layers.add(Layers.STREAMS + "=" + capture);
        }
        return layers;
    }

    /** Options of the layers themselves, beside the engine's. */
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        if (!cache.equals(NONE)) {
            options.put("cache-bytes", Long.toString(bytes(cache)));
            options.put("cache-policy", policy(cache).label());
        }
        return options;
    }

    /** For people and file names: {@code ring+cache=64MiB}; empty for the engine alone. */
    public String label() {
        List<String> parts = new ArrayList<>();
        if (!capture.equals(NONE)) {
            parts.add(capture);
        }
        if (!cache.equals(NONE)) {
            parts.add(Layers.CACHE + "=" + cache);
        }
        return String.join("+", parts);
    }

    /** What an engine lacks to carry these layers, in words; empty if nothing. */
    public String lacks(EngineProvider engine) {
        return Layers.lacks(engine, capture.equals(NONE) ? CaptureKind.NONE : Layers.capture(capture));
    }

    private static long bytes(String cache) {
        String size = cache.contains(":") ? cache.substring(0, cache.indexOf(':')) : cache;
        try {
            return Option.parseBytes(size);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "not a size of a cache: cache=" + cache + ", allowed=none, 64MiB, 64MiB:sieve", e);
        }
    }

    private static PolicyKind policy(String cache) {
        return cache.contains(":") ? PolicyKind.labelled(cache.substring(cache.indexOf(':') + 1))
                : CacheOptions.STANDARD.policy();
    }
}
