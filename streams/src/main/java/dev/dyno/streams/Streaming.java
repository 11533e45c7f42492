package dev.dyno.streams;

import dev.dyno.api.EngineProvider;
import dev.dyno.streams.capture.StreamOptions;

/** Streams over any engine: {@code Streaming.over(engine, StreamOptions.of(CaptureKind.LOG))}. */
public final class Streaming {

    private Streaming() {
    }

    /** A provider named {@code streams(inner)}, whose engines are {@link StreamingEngine}s. */
    public static EngineProvider over(EngineProvider inner, StreamOptions options) {
        return new StreamingProvider(inner, options);
    }
}
