package dev.dyno.bench.cli;

import dev.dyno.api.Names;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "help", header = "Show the help of a verb.", footer = {"", "Example:", "  ./dyno help race"})
final class HelpVerb implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "VERB", description = "A verb of dyno.")
    private String verb = "";

    @Override
    public Integer call() {
        CommandLine all = spec.parent().commandLine();
        CommandLine wanted = verb.isEmpty() ? all : all.getSubcommands().get(verb);
        if (wanted == null) {
            throw new IllegalArgumentException("no such verb: " + verb
                    + Names.suggest(verb, all.getSubcommands().keySet()));
        }
        wanted.usage(main.screen().out());
        return Exit.FINE;
    }
}
