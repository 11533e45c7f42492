package dev.dyno.dynamo;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.cache.Caching;
import dev.dyno.streams.Streaming;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import java.util.List;
import java.util.stream.Stream;

/** The engines in the tree, bare and under both layers: the same tests run on each. */
final class Stacks {

    private Stacks() {
    }

    static List<EngineProvider> all() {
        return Engines.all().stream().flatMap(engine -> Stream.of(engine, layered(engine))).toList();
    }

    static EngineProvider layered(EngineProvider engine) {
        return streamed(Caching.over(engine));
    }

    static EngineProvider streamed(EngineProvider engine) {
        return Streaming.over(engine, StreamOptions.of(CaptureKind.LOG).withShards(1));
    }
}
