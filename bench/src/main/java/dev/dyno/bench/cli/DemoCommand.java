package dev.dyno.bench.cli;

import dev.dyno.api.Engines;
import dev.dyno.bench.Layers;
import dev.dyno.bench.demo.AggregateDemo;
import dev.dyno.bench.demo.ReplicateDemo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "demo", sortOptions = false,
        subcommands = {ViewsCommand.class, DemoCommand.Replicate.class, DemoCommand.Aggregate.class},
        header = "Watch the house at work: an application of page views, a replica, a live aggregate.",
        footer = {"", "Examples:", "  ./dyno demo                 the same as ./dyno demo views",
                "  ./dyno demo replicate", "  ./dyno demo aggregate"})
final class DemoCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    /** Without a part: the first. */
    @Override
    public Integer call() {
        return spec.subcommands().get("views").execute();
    }

    Screen screen() {
        return main.screen();
    }

    @Command(name = "replicate", sortOptions = false,
            header = "A table on one engine follows a table on another, and takes over.",
            description = {"", "Copies while the source is written to, follows its stream, shows the lag, is promoted,",
                    "and is compared with its source item by item.", ""},
            footer = {"", "Examples:",
                    "  ./dyno demo replicate",
                    "  ./dyno demo replicate --from btree --to model --items 100000 --capture outbox"})
    static final class Replicate implements Callable<Integer> {

        @ParentCommand
        private DemoCommand demo;

        @Option(names = "--from", paramLabel = "ENGINE", description = "Of the source; default: ${DEFAULT-VALUE}.")
        private String from = "btree";

        @Option(names = "--to", paramLabel = "ENGINE", description = "Of the replica; default: ${DEFAULT-VALUE}.")
        private String to = "model";

        @Option(names = "--items", paramLabel = "N",
                description = "At first; as many changes follow. Default: ${DEFAULT-VALUE}.")
        private int items = 50_000;

        @Option(names = "--capture", paramLabel = "KIND",
                description = "ring, log or outbox; default: ${DEFAULT-VALUE}.")
        private String capture = "log";

        @Option(names = "--seed", paramLabel = "N", description = "Of the changes; default: ${DEFAULT-VALUE}.")
        private long seed = 1;

        @Override
        public Integer call() {
            checkCount("items", items);
            boolean equal = new ReplicateDemo(Engines.named(from), Engines.named(to), Layers.capture(capture), items,
                    seed, line -> demo.main.screen().out().println(line)).run();
            demo.main.screen().line(equal ? "the replica equals its source" : "the replica differs from its source");
            return equal ? Exit.FINE : Exit.FAILED;
        }
    }

    @Command(name = "aggregate", sortOptions = false,
            header = "Views per site, counted live from single view events.",
            description = {"", "Two consumers share the shards of a stream and count views into totals, each in one",
                    "commit with its checkpoint. One falls silent; the other takes over; no view is lost or",
                    "counted twice.", ""},
            footer = {"", "Examples:",
                    "  ./dyno demo aggregate",
                    "  ./dyno demo aggregate --engine btree --events 200000 --capture ring"})
    static final class Aggregate implements Callable<Integer> {

        @ParentCommand
        private DemoCommand demo;

        @Option(names = "--engine", paramLabel = "ENGINE", description = "Default: ${DEFAULT-VALUE}.")
        private String engine = "btree";

        @Option(names = "--events", paramLabel = "N", description = "Views in all; default: ${DEFAULT-VALUE}.")
        private int events = 20_000;

        @Option(names = "--capture", paramLabel = "KIND",
                description = "ring, log or outbox; default: ${DEFAULT-VALUE}.")
        private String capture = "log";

        @Option(names = "--seed", paramLabel = "N", description = "Of the views; default: ${DEFAULT-VALUE}.")
        private long seed = 1;

        @Override
        public Integer call() {
            checkCount("events", events);
            boolean exact = new AggregateDemo(Engines.named(engine), Layers.capture(capture), events, seed,
                    line -> demo.main.screen().out().println(line)).run();
            demo.main.screen().line(exact ? "every total is exact" : "totals are wrong");
            return exact ? Exit.FINE : Exit.FAILED;
        }
    }

    private static void checkCount(String name, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("nothing to show: " + name + "=" + count + ", least=1");
        }
    }
}
