package dev.dyno.bench.cli;

import dev.dyno.api.Durability;
import dev.dyno.api.run.Clock;
import dev.dyno.bench.api.Rehearsal;
import dev.dyno.bench.serve.Served;
import dev.dyno.bench.serve.ServeOptions;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "serve", sortOptions = false,
        header = "The DynamoDB API over HTTP, on any engine, with a console.",
        description = {"", "Any AWS SDK client works with it: set the client's endpoint to the address in the",
                "last line, with any region and credentials. A browser shows the console there. Ctrl-C",
                "finishes what is under way and stops.", "",
                "With --upstream it is an accelerator (DAX's rules) before any other DynamoDB endpoint.", ""},
        footer = {"", "Examples:",
                "  ./dyno serve                                  a B+tree in ./dyno-data, port 8000",
                "  ./dyno serve --memory --port 0                nothing on disk, any free port",
                "  ./dyno serve --engine btree --dir data --capture log --cache 64MiB",
                "  ./dyno serve --engine cassandra --contact 127.0.0.1:9042      tables on a cluster",
                "  ./dyno serve --upstream http://localhost:8000 --port 8001 --cache 256MiB",
                "  ./dyno serve --host 0.0.0.0 --credentials ~/.aws/credentials    only for who signs with these",
                "  curl -X DELETE http://127.0.0.1:8000/         empty again, without a restart",
                "", "The last line is: listening on http://HOST:PORT"})
final class ServeCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Mixin
    private ServedEngine engine;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the data lie; default: ${DEFAULT-VALUE}.")
    private Path directory = Path.of("dyno-data");

    @Option(names = "--memory", description = "Keep everything in memory; gone when it stops.")
    private boolean memory;

    @Option(names = "--durability", paramLabel = "LEVEL",
            description = "MEMORY, PROCESS or SYNC; default: ${DEFAULT-VALUE}.")
    private Durability durability = Durability.PROCESS;

    @Option(names = "--capture", paramLabel = "NAME",
            description = "How tables' streams are captured: none, ring, log, outbox; default: log, or outbox on an "
                    + "engine that does not report its commits.")
    private String capture = "";

    @Option(names = "--cache", paramLabel = "SIZE", description = "A cache of this size, such as 64MiB; default: none.")
    private String cache = "";

    @Option(names = "--cache-policy", paramLabel = "NAME", description = "Who leaves a full cache; default: lru.")
    private String policy = PolicyKind.LRU.label();

    @Option(names = "--upstream", paramLabel = "URL", description = "Be a cache before this endpoint.")
    private String upstream = "";

    @Option(names = "--region", paramLabel = "NAME",
            description = "In names of resources, and to sign with for upstream; default: ${DEFAULT-VALUE}.")
    private String region = "us-east-1";

    @Option(names = "--status-millis", paramLabel = "N",
            description = "How long tables and indexes stay CREATING, UPDATING or DELETING; default: ${DEFAULT-VALUE}.")
    private long statusMillis;

    @Option(names = "--replication-millis", paramLabel = "N",
            description = "How late reads that are not consistent may be; default: ${DEFAULT-VALUE}, exact.")
    private long replicationMillis;

    @Option(names = "--throttle", description = "Enforce provisioned throughput, as Amazon's does.")
    private boolean throttled;

    @Option(names = "--host", paramLabel = "ADDRESS",
            description = "Where to listen; one that others reach needs --credentials; default: ${DEFAULT-VALUE}.")
    private String host = HttpOptions.STANDARD.host();

    @Option(names = "--port", paramLabel = "N", description = "0 takes a free one; default: ${DEFAULT-VALUE}.")
    private int port = HttpOptions.STANDARD.port();

    @Option(names = "--credentials", paramLabel = "FILE",
            description = "Take only requests signed with a key of this file, of the form of ~/.aws/credentials.")
    private Path credentials;

    @Option(names = "--origin", paramLabel = "URL",
            description = "Web pages of this origin may ask, besides this machine's; * for all; may be repeated.")
    private Set<String> origins = new LinkedHashSet<>();

    @Option(names = "--rehearse", hidden = true, description = "Ask itself a few things, then stop.")
    private boolean rehearsing;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> keys = credentials == null ? Map.of() : AccessKeys.read(credentials);
        HttpOptions http = HttpOptions.STANDARD.withAddress(host, port, keys).withOrigins(origins);
        ServeOptions options = new ServeOptions(engine.name(), engine.options(),
                memory ? "" : directory.toString(), durability, capture, cache, PolicyKind.labelled(policy), upstream,
                region, statusMillis, throttled, replicationMillis);
        try (Stopping stopping = new Stopping();
                Served served = Served.open(options, http, Clock.SYSTEM, this::tell)) {
            main.screen().line("%s", served.title());
            main.screen().line("listening on %s", served.url());
            main.screen().out().flush();
            if (rehearsing) {
                Rehearsal.run(served.port());
            } else {
                stopping.await();
            }
        }
        return Exit.FINE;
    }

    private void tell(Throwable fault) {
        main.screen().err().println("request failed: " + fault);
        if (main.stacktrace()) {
            for (StackTraceElement frame : fault.getStackTrace()) {
                main.screen().err().println("    at " + frame);
            }
        }
    }
}
