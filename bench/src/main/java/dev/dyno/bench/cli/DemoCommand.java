package dev.dyno.bench.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "demo", sortOptions = false, subcommands = {ViewsCommand.class},
        header = "Watch the house at work: an application of page views; see its parts for more.",
        footer = {"", "Examples:", "  ./dyno demo                 the same as ./dyno demo views"})
final class DemoCommand implements Callable<Integer> {

    private static final String FIRST = "views";

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    /** Without a part: the first. */
    @Override
    public Integer call() {
        return spec.subcommands().get(FIRST).execute();
    }

    Screen screen() {
        return main.screen();
    }
}
