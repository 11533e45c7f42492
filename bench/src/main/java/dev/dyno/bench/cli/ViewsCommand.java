package dev.dyno.bench.cli;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engines;
import dev.dyno.api.run.Clock;
import dev.dyno.bench.demo.PageViews;
import dev.dyno.bench.serve.ServeOptions;
import dev.dyno.bench.serve.Served;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "views", sortOptions = false,
        header = "The application of page views, through AWS's SDK, on an endpoint of its own.",
        description = {"", "Sites count their views with atomic and conditional updates; a stream tells of every",
                "change and feeds an aggregate; a cache answers most reads. With --stay the endpoint and its console",
                "stay up until Ctrl-C.", ""},
        footer = {"", "Examples:", "  ./dyno demo", "  ./dyno demo views --engine btree --views 20000 --stay",
                "  ./dyno demo views --engine cassandra --contact 127.0.0.1:9042"})
final class ViewsCommand implements Callable<Integer> {

    @ParentCommand
    private DemoCommand demo;

    @Mixin
    private ServedEngine engine;

    @Option(names = "--dir", paramLabel = "DIR",
            description = "Keep the data there, where nothing is yet; default: in memory.")
    private Path directory;

    @Option(names = "--views", paramLabel = "N", description = "How many are counted; default: ${DEFAULT-VALUE}.")
    private int views = 2000;

    @Option(names = "--port", paramLabel = "N", description = "0 takes a free one; default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--seed", paramLabel = "N", description = "Decides what is drawn; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--stay", description = "Keep the endpoint up afterwards.")
    private boolean stay;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (views < 1) {
            throw new IllegalArgumentException("nothing to count: views=" + views + ", min=1");
        }
        ServeOptions options = new ServeOptions(engine.name(), engine.options(), directory(),
                directory == null ? Durability.MEMORY : Durability.PROCESS, "", "16MiB", PolicyKind.LRU,
                "", "us-east-1");
        try (Stopping stopping = new Stopping();
                Served served = Served.open(options, HttpOptions.STANDARD.withPort(port), Clock.SYSTEM,
                fault -> demo.screen().err().println("request failed: " + fault));
                PageViews application = new PageViews(served, seed, line -> demo.screen().line("%s", line))) {
            demo.screen().line("%s · console %s", served.title(), served.url());
            PageViews.Totals totals = application.run(views);
            boolean equal = totals.table().equals(totals.aggregate());
            demo.screen().line("%s", equal ? "the aggregate equals the table" : "the aggregate differs from the table");
            if (stay) {
                demo.screen().line("listening on %s", served.url());
                demo.screen().out().flush();
                stopping.await();
            }
            return equal ? Exit.FINE : Exit.FAILED;
        }
    }

    /** As given, or none: memory. An engine whose data lie elsewhere gets a place of the demo's own for their name. */
    private String directory() {
        if (directory != null) {
            return directory.toString();
        }
        boolean elsewhere = !Engines.named(engine.name()).capabilities().contains(Capability.INJECTED_DISK);
        return elsewhere ? Path.of(System.getProperty("java.io.tmpdir"), "dyno-demo-" + engine.name()).toString() : "";
    }
}
