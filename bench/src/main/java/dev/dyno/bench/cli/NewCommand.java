package dev.dyno.bench.cli;

import dev.dyno.bench.Build;
import dev.dyno.bench.scaffold.Scaffold;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "new", subcommands = NewCommand.EngineProject.class,
        header = "Start something of your own: new engine NAME.",
        footer = {"", "Example:", "  ./dyno new engine mine"})
final class NewCommand implements Runnable {

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to make: engine NAME");
    }

    @Command(name = "engine", sortOptions = false,
            header = "Make a project for an engine of your own, outside this tree.",
            description = {"", "It compiles, passes its first rules, and ./dyno verify names the next one.", ""},
            footer = {"", "Examples:",
                    "  ./dyno new engine mine                in ./mine",
                    "  ./dyno new engine mine --dir ~/work   in ~/work/mine"})
    static final class EngineProject implements Callable<Integer> {

        @ParentCommand
        private NewCommand parent;

        @Parameters(index = "0", paramLabel = "NAME",
                description = "Name of the engine: 2 to 16 of a-z and 0-9, a letter first.")
        private String name;

        @Option(names = "--dir", paramLabel = "DIR", description = "Where to put its folder; default: here.")
        private Path directory = Path.of("");

        @Override
        public Integer call() throws IOException {
            Main main = parent.main;
            Scaffold scaffold = new Scaffold(name, main.home(), Build.load());
            Path folder = directory.toAbsolutePath().normalize().resolve(name);
            Screen screen = main.screen();
            for (Path file : scaffold.write(folder, main.lib())) {
                screen.line("%s", folder.relativize(file));
            }
            Path launcher = main.home().resolve("dyno");
            screen.line("");
            screen.line("cd %s", Main.quoted(folder));
            screen.line("mvn verify                        compiles and tests the rules kept so far");
            screen.line("%s verify %s --plugin target/%s.jar", Main.quoted(launcher), name, name);
            screen.line("                                  every rule; the first that fails is the next step");
            return Exit.FINE;
        }
    }
}
