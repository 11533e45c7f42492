package dev.dyno.bench.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Clock;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.Layers;
import dev.dyno.cache.CacheOptions;
import dev.dyno.cache.Caching;
import dev.dyno.dynamo.Dynamo;
import dev.dyno.dynamo.DynamoOptions;
import dev.dyno.dynamo.dax.Dax;
import dev.dyno.dynamo.dax.DaxOptions;
import dev.dyno.dynamo.dax.HttpUpstream;
import dev.dyno.dynamo.http.Endpoint;
import dev.dyno.dynamo.http.HttpOptions;
import dev.dyno.dynamo.http.Operations;
import dev.dyno.dynamo.http.Site;
import dev.dyno.dynamo.operation.IndexCheck;
import dev.dyno.dynamo.serve.Console;
import dev.dyno.dynamo.serve.DaxInside;
import dev.dyno.dynamo.serve.DynamoOperations;
import dev.dyno.dynamo.serve.EngineInside;
import dev.dyno.dynamo.serve.Inside;
import dev.dyno.dynamo.serve.Upkeep;
import dev.dyno.streams.Streaming;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A running endpoint with everything below it, closed from the top down. Threads: any. */
public final class Served implements AutoCloseable {

    /** A local upstream takes any; one that verifies gets its key from the usual variables. */
    private static final String ANY_KEY = "dyno";

    private final ServeOptions options;
    private final HttpOptions http;
    private final Clock clock;
    /** What is open, the latest first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Endpoint endpoint;
    private String captured = LayerStack.NONE;
    /** Null before an upstream. */
    private Dynamo dynamo;

    private Served(ServeOptions options, HttpOptions http, Clock clock) {
        this.options = options;
        this.http = http;
        this.clock = clock;
    }

    /**
     * Answers requests when it returns.
     *
     * @param faults told of every error that is ours
     * @throws IllegalArgumentException for options that do not go together, or do not exist
     */
    public static Served open(ServeOptions options, HttpOptions http, Clock clock, Consumer<Throwable> faults)
            throws IOException {
        if (options.replicationMillis() != 0 && options.isCached()) {
            // Reads of a replica pass by a cache over the engine; a cache before the endpoint is filled from them.
            throw new IllegalArgumentException("a cache and a replication delay do not go together in one endpoint:"
                    + " replicationMillis=" + options.replicationMillis() + "; serve the cache before it, with"
                    + " --upstream");
        }
        Served served = new Served(options, http, clock);
        try {
            if (options.upstream().isEmpty()) {
                served.serveEngine(faults);
            } else {
                served.serveUpstream(faults);
            }
            return served;
        } catch (IOException | RuntimeException e) {
            served.close();
            throw e;
        }
    }

    private void serveEngine(Consumer<Throwable> faults) throws IOException {
        // While the engine opens, which takes as long: another processor is free then.
        CompletableFuture<Void> prepared = CompletableFuture.runAsync(Served::prepare);
        WatchedCache cache = new WatchedCache(cached(Engines.named(options.engine())));
        EngineConfig config = config();
        Engine engine = stack(cache, config).open(config);
        open.push(engine);
        dynamo = Dynamo.open(engine, DynamoOptions.STANDARD.withClock(clock).withRegion(options.region())
                .withStatusMillis(options.statusMillis()).withThrottled(options.throttled())
                .withReplicationMillis(options.replicationMillis()));
        open.push(dynamo);
        open.push(new Upkeep(dynamo, !options.isMemory(), faults));
        prepared.join();
        listen(new DynamoOperations(dynamo, options.durability()),
                new EngineInside(engine, cache.opened(), clock, title()), faults);
    }

    /** What the JVM would load and set up between the engine and the first answer. */
    private static void prepare() {
        Endpoint.prepare();
        // Requests for tables are read by one, and the first brings the JDK's calendars along.
        new ObjectMapper();
    }

    private void serveUpstream(Consumer<Throwable> faults) throws IOException {
        Map<String, String> environment = System.getenv();
        HttpUpstream upstream = new HttpUpstream(options.upstream(), options.region(),
                environment.getOrDefault("AWS_ACCESS_KEY_ID", ANY_KEY),
                environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ANY_KEY));
        Dax dax = new Dax(upstream, DaxOptions.of(options.cacheBytes()).withPolicy(options.policy()), Memory.system(),
                clock);
        open.push(dax);
        listen(dax, new DaxInside(dax, clock, options.upstream()), faults);
    }

    private void listen(Operations operations, Inside inside, Consumer<Throwable> faults) throws IOException {
        // The console's page cannot sign, so where signatures count there is none.
        Site site = http.accessKeys().isEmpty() ? new Console(inside) : Site.NONE;
        endpoint = Endpoint.open(http, operations, site, clock, faults);
        open.push(endpoint);
    }

    /** Streams are the outermost layer: the API looks for them there. */
    private EngineProvider stack(EngineProvider cached, EngineConfig config) {
        CaptureKind capture = options.capture().isEmpty() ? Layers.standard(cached) : Layers.capture(options.capture());
        captured = Layers.label(capture);
        if (capture != CaptureKind.LOG && Streaming.areIn(config.disk(), config.memory())) {
            throw new IllegalArgumentException("streams are on here that would miss changes: directory="
                    + options.directory() + ", capture=" + captured + "; use --capture "
                    + Layers.label(CaptureKind.LOG) + ", and without streams delete the folder streams there");
        }
        if (capture == CaptureKind.NONE) {
            return cached;
        }
        String lacks = Layers.lacks(cached, capture);
        if (!lacks.isEmpty()) {
            throw new IllegalArgumentException("an engine cannot carry these streams: engine=" + cached.name()
                    + ", capture=" + captured + ", denied=" + lacks + "; use --capture "
                    + Layers.label(Layers.standard(cached)) + " or none");
        }
        return Streaming.over(cached, StreamOptions.of(capture));
    }

    private EngineProvider cached(EngineProvider engine) {
        return options.isCached() ? Caching.over(engine, CacheOptions.STANDARD.withPolicy(options.policy())
                .withBytes(options.cacheBytes(), CacheOptions.STANDARD.entryBytes())) : engine;
    }

    private EngineConfig config() throws IOException {
        EngineConfig config;
        if (options.isMemory()) {
            if (!Engines.named(options.engine()).capabilities().contains(Capability.INJECTED_DISK)) {
                throw new IllegalArgumentException("an engine cannot be in memory: engine=" + options.engine()
                        + ", denied=" + Capability.INJECTED_DISK + "; use --dir");
            }
            config = EngineConfig.on(new MemoryDisk()).withDurability(Durability.MEMORY);
        } else {
            Path directory = Files.createDirectories(Path.of(options.directory()));
            config = EngineConfig.at(directory).withDurability(options.durability());
        }
        open.push(config.disk());
        open.push(config.work());
        return config.withClock(clock).withOptions(options.engineOptions());
    }

    /** What is served, in a line for people. */
    public String title() {
        if (!options.upstream().isEmpty()) {
            return "cache of " + dev.dyno.api.Option.formatBytes(options.cacheBytes()) + " before "
                    + options.upstream();
        }
        return options.engine() + (options.isMemory() ? " in memory" : " in " + options.directory() + " at "
                + options.durability()) + ", streams: " + captured + ", cache: "
                + (options.isCached() ? options.cache() : "none");
    }

    /**
     * Proves that indexes are consistent with their tables.
     *
     * @throws IllegalStateException before an upstream, whose indexes are not here
     */
    public IndexCheck.Report checkIndexes() {
        if (dynamo == null) {
            throw new IllegalStateException("no tables here: upstream=" + options.upstream());
        }
        return dynamo.checkIndexes();
    }

    public String url() {
        return endpoint.url();
    }

    public int port() {
        return endpoint.port();
    }

    /** Finishes what is under way, then closes everything. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("cannot close: " + title(), e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
