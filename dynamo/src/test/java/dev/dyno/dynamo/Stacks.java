package dev.dyno.dynamo;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.cache.Caching;
import dev.dyno.streams.Streaming;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The engines in the tree, bare and under both layers: the same tests run on each. One that needs servers is there when
 * asked for, and then alone: {@code -Ddyno.engine=cassandra -Ddyno.contact-points=127.0.0.1:9042} with the profile
 * {@code cassandra}.
 */
final class Stacks {

    private static final String ASKED = System.getProperty("dyno.engine", "");

    private Stacks() {
    }

    static List<EngineProvider> all() {
        return Engines.all().stream()
                .filter(engine -> ASKED.isEmpty() ? engine.capabilities().contains(Capability.LOCAL)
                        : engine.name().equals(ASKED))
                .flatMap(engine -> Stream.of(engine, layered(engine))).toList();
    }

    /** Those that can what a test is about. */
    static List<EngineProvider> with(Capability needed) {
        return all().stream().filter(engine -> engine.capabilities().contains(needed)).toList();
    }

    static EngineProvider layered(EngineProvider engine) {
        return streamed(Caching.over(engine));
    }

    static EngineProvider streamed(EngineProvider engine) {
        CaptureKind capture = ASKED.isEmpty() || engine.capabilities().contains(Capability.COMMIT_LISTENER)
                ? CaptureKind.LOG : CaptureKind.OUTBOX;
        return Streaming.over(engine, StreamOptions.of(capture).withShards(1));
    }
}
