package dev.dyno.bench;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.Names;
import dev.dyno.cache.Caching;
import dev.dyno.streams.Streaming;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The layers that can be put over an engine, by the names that commands take: {@code cache}, whose options are the
 * engine's from then on, and {@code streams} with a capture: {@code streams=ring}; without one it is {@link #standard}.
 * Where streams are, every table has one, with both images.
 */
public final class Layers {

    public static final String CACHE = "cache";
    public static final String STREAMS = "streams";

    private Layers() {
    }

    /**
     * @param layers the outermost first
     * @throws IllegalArgumentException for an unknown one, with the nearest there is, or one that the engine cannot
     *     carry, with the capability it denies
     */
    public static EngineProvider over(EngineProvider engine, List<String> layers) {
        EngineProvider stack = engine;
        for (String layer : layers.reversed()) {
            int variant = layer.indexOf('=');
            String name = variant < 0 ? layer : layer.substring(0, variant);
            stack = switch (name) {
                case CACHE -> Caching.over(stack);
                case STREAMS -> streams(stack, variant < 0 ? standard(stack) : capture(layer.substring(variant + 1)));
                default -> throw new IllegalArgumentException("no such layer: name=" + name
                        + Names.suggest(name, List.of(CACHE, STREAMS)));
            };
        }
        return stack;
    }

    /** The capture that outlives a crash and that an engine can carry: from its log, or as an outbox if it has none. */
    public static CaptureKind standard(EngineProvider engine) {
        return lacks(engine, CaptureKind.LOG).isEmpty() ? CaptureKind.LOG : CaptureKind.OUTBOX;
    }

    /** Whether a layer is streams that outlive a crash. */
    public static boolean keepsStreams(String layer) {
        return layer.equals(STREAMS) || layer.startsWith(STREAMS + "=")
                && capture(layer.substring(STREAMS.length() + 1)).outlivesCrash();
    }

    private static EngineProvider streams(EngineProvider engine, CaptureKind capture) {
        String lacks = lacks(engine, capture);
        if (!lacks.isEmpty()) {
            throw new IllegalArgumentException("an engine cannot carry streams: engine=" + engine.name()
                    + ", denied=" + lacks);
        }
        return Streaming.over(engine, StreamOptions.of(capture).withEveryTable(ViewType.NEW_AND_OLD_IMAGES));
    }

    /** What an engine lacks for a capture, in words; empty if nothing. */
    public static String lacks(EngineProvider engine, CaptureKind capture) {
        return capture.lacks(engine.capabilities()).stream().map(needed -> needed + " (" + needed.meaning() + ")")
                .collect(Collectors.joining(", "));
    }

    /** @throws IllegalArgumentException for none, with the nearest there is */
    public static CaptureKind capture(String label) {
        for (CaptureKind kind : CaptureKind.values()) {
            if (label(kind).equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such capture: name=" + label
                + Names.suggest(label, Arrays.stream(CaptureKind.values()).map(Layers::label).toList()));
    }

    /** A capture's name in commands. */
    public static String label(CaptureKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
